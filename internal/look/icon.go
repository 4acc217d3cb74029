package look

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed icons/*.svg
var icons embed.FS

// Icon names one of our icons: a filled drawing on a grid of 24, in one colour that whoever shows it replaces.
type Icon string

// Our icons; an empty Icon stands for none.
const (
	IconArrow      Icon = "arrow"
	IconAvailable  Icon = "avail"
	IconAway       Icon = "away"
	IconBusy       Icon = "busy"
	IconCalendar   Icon = "cal"
	IconChart      Icon = "chart"
	IconChat       Icon = "chat"
	IconCheck      Icon = "check"
	IconClipboard  Icon = "clip"
	IconCode       Icon = "code"
	IconCopy       Icon = "copy"
	IconDownload   Icon = "dl"
	IconDot        Icon = "dot"
	IconDots       Icon = "dots"
	IconDown       Icon = "down"
	IconErase      Icon = "erase"
	IconEye        Icon = "eye"
	IconEyeOff     Icon = "eyeoff"
	IconFile       Icon = "file"
	IconFilter     Icon = "filter"
	IconFit        Icon = "fit"
	IconFlag       Icon = "flag"
	IconFlash      Icon = "flash"
	IconFullScreen Icon = "full"
	IconGear       Icon = "gear"
	IconGlobe      Icon = "globe"
	IconHistory    Icon = "history"
	IconInbox      Icon = "inbox"
	IconInfo       Icon = "info"
	IconInvite     Icon = "invite"
	IconKeyboard   Icon = "kb"
	IconLink       Icon = "link"
	IconLock       Icon = "lock"
	IconMail       Icon = "mail"
	IconMark       Icon = "mark"
	IconMarker     Icon = "marker"
	IconMatch      Icon = "match"
	IconMaximise   Icon = "max"
	IconMinimise   Icon = "min"
	IconMonitor    Icon = "monitor"
	IconMoon       Icon = "moon"
	IconNote       Icon = "note"
	IconLeave      Icon = "out"
	IconPause      Icon = "pause"
	IconPen        Icon = "pen"
	IconPhone      Icon = "phone"
	IconPlay       Icon = "play"
	IconPlus       Icon = "plus"
	IconPointer    Icon = "pointer"
	IconPulse      Icon = "pulse"
	IconQuality0   Icon = "q0"
	IconQuality1   Icon = "q1"
	IconQuality2   Icon = "q2"
	IconQuality3   Icon = "q3"
	IconQuality4   Icon = "q4"
	IconQuestion   Icon = "question"
	IconQueue      Icon = "queue"
	IconRecord     Icon = "rec"
	IconRectangle  Icon = "rect"
	IconRefresh    Icon = "refresh"
	IconRestart    Icon = "restart"
	IconRight      Icon = "right"
	IconSearch     Icon = "search"
	IconSend       Icon = "send"
	IconSessions   Icon = "sessions"
	IconShare      Icon = "share"
	IconShield     Icon = "shield"
	IconStar       Icon = "star"
	IconStop       Icon = "stop"
	IconTap        Icon = "tap"
	IconTransfer   Icon = "transfer"
	IconUpload     Icon = "ul"
	IconUp         Icon = "up"
	IconUser       Icon = "user"
	IconUsers      Icon = "users"
	IconVolume     Icon = "vol"
	IconWarning    Icon = "warn"
	IconClose      Icon = "x"
)

// SVG returns the icon's drawing. It panics for a name that no file has: that is a defect of the build, which a test finds.
func (i Icon) SVG() []byte {
	data, err := icons.ReadFile("icons/" + string(i) + ".svg")
	if err != nil {
		panic(fmt.Sprintf("look: no icon %q", string(i)))
	}
	return data
}

// Icons lists every icon, by name.
func Icons() []Icon {
	names, err := fs.Glob(icons, "icons/*.svg")
	if err != nil {
		panic("look: " + err.Error()) // the pattern is a constant
	}
	list := make([]Icon, len(names))
	for i, name := range names {
		list[i] = Icon(strings.TrimSuffix(strings.TrimPrefix(name, "icons/"), ".svg"))
	}
	return list
}
