package support

// TeamID names a team within one relay. The zero value names none.
type TeamID uint64

// Team groups agents of one organisation. Teams nest: Parent is zero for a team at the top.
type Team struct {
	ID           TeamID
	Organisation OrganisationID
	Parent       TeamID
	Name         string
	Features     Features // what its agents' sessions may use, as far as every team above allows it too
}
