package protocol

import "fmt"

// Role is a person's part in a support session. It says nothing about direction: either side may share its screen.
type Role uint8

// The roles.
const (
	RoleAgent    Role = 1
	RoleCustomer Role = 2
)

// Valid reports whether the role is one of the roles.
func (r Role) Valid() bool { return r == RoleAgent || r == RoleCustomer }

// Other returns the opposite role.
func (r Role) Other() Role {
	if r == RoleAgent {
		return RoleCustomer
	}
	return RoleAgent
}

// String returns the role's name for logs.
func (r Role) String() string {
	switch r {
	case RoleAgent:
		return "agent"
	case RoleCustomer:
		return "customer"
	}
	return fmt.Sprintf("role %d", uint8(r))
}
