package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Role is the part that a text plays; the theme gives it the size that suits the audience.
type Role fyne.ThemeSizeName

// The roles, smallest first, with their sizes for the agent and for the customer.
const (
	RoleTiny       Role = "beside.tiny"    // badges, what stands under a message: 12, 12
	RoleCaption    Role = "beside.caption" // second lines and labels: 12, 15
	RoleTable      Role = "beside.table"   // cells and details: 13, 14
	RoleReading    Role = "beside.reading" // chat and consent: 14, 16
	RoleBody       Role = "text"           // everything else: 14, 17
	RoleSubheading Role = "subHeadingText" // 18, 18
	RoleHeading    Role = "headingText"    // 24, 28
	RoleCode       Role = "beside.code"    // digits to read aloud or to type: 42, 44
)

// sizeControl is the height of buttons and fields.
const sizeControl fyne.ThemeSizeName = "beside.control"

// roleSizes is only ever read.
var roleSizes = map[Audience]map[fyne.ThemeSizeName]float32{
	ForAgent: {
		fyne.ThemeSizeName(RoleTiny): 12, fyne.ThemeSizeName(RoleCaption): 12, fyne.ThemeSizeName(RoleTable): 13,
		fyne.ThemeSizeName(RoleReading): 14, theme.SizeNameText: 14, theme.SizeNameCaptionText: 12,
		theme.SizeNameSubHeadingText: 18, theme.SizeNameHeadingText: 24, fyne.ThemeSizeName(RoleCode): 42,
	},
	ForCustomer: {
		fyne.ThemeSizeName(RoleTiny): 12, fyne.ThemeSizeName(RoleCaption): 15, fyne.ThemeSizeName(RoleTable): 14,
		fyne.ThemeSizeName(RoleReading): 16, theme.SizeNameText: 17, theme.SizeNameCaptionText: 15,
		theme.SizeNameSubHeadingText: 18, theme.SizeNameHeadingText: 28, fyne.ThemeSizeName(RoleCode): 44,
	},
}

// sizeOf returns the size of a role's letters for a widget.
func sizeOf(r Role, w fyne.Widget) float32 { return theme.SizeForWidget(fyne.ThemeSizeName(r), w) }
