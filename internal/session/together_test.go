package session_test

import (
	"image"
	"testing"

	"beside.example/internal/chat"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/transport/transporttest"
)

// together starts the sessions of two agents who look at one customer's screen, and returns both sides of each.
func together(t *testing.T) (agents, customers [2]*side, d *desk) {
	t.Helper()
	d = newDesk()
	log, stage := &chat.Log{}, session.NewStage(d.desktop(), nil)
	for i := range agents {
		agentConn, customerConn := transporttest.Pair(t)
		cfg := customerSide(customerConn, d)
		cfg.Part = session.Part{Agent: protocol.FirstAgentID + protocol.AttendeeID(i), Log: log, Stage: stage, Told: func(protocol.Message) {}}
		own := newDesk()
		agents[i], customers[i] = run(t, agentSide(agentConn, own), own), run(t, cfg, d)
	}
	elapse(protocol.ArmAfter + settle)
	for i := range agents {
		if !customers[i].Start(protocol.PermissionSee) {
			t.Fatal("Start was refused")
		}
		elapse(settle)
		agents[i].OpenView()
		elapse(settle)
	}
	return agents, customers, d
}

// TestTwoAgentsSeeOneGrab: what two agents look at is opened and grabbed once.
func TestTwoAgentsSeeOneGrab(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agents, _, d := together(t)
		if len(d.sources) != 1 {
			t.Errorf("%d displays were opened", len(d.sources))
		}
		grabs := d.grabs()
		d.fill()
		elapse(settle)
		if got := d.grabs() - grabs; got != 1 {
			t.Errorf("one change was grabbed %d times", got)
		}
		for i, a := range agents {
			if blue, size := pixel(a); blue != 7 || size != image.Pt(128, 96) {
				t.Errorf("agent %d sees %d, %v", i, blue, size)
			}
		}
		agents[1].SelectDisplay(9)
		elapse(settle)
		for i, want := range []byte{7, 9} {
			if blue, _ := pixel(agents[i]); blue != want {
				t.Errorf("agent %d sees display %d", i, blue)
			}
		}
	})
}

// TestRevokedFromOneOfTwo: consent is each agent's own. Nothing grabbed after Revoke, PauseMine or StopMine has returned reaches the agent
// that it is about, while the other goes on looking.
func TestRevokedFromOneOfTwo(t *testing.T) {
	for name, revoke := range map[string]func(s *side){
		"revoke": func(s *side) { s.Revoke(protocol.PermissionSee) },
		"pause":  func(s *side) { s.PauseMine() },
		"stop":   func(s *side) { s.StopMine() },
		"end":    func(s *side) { s.End() },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				agents, customers, d := together(t)
				for turn := range agents {
					goesOn := agents[1-turn]
					revoke(customers[turn])
					secret := byte(100 + turn)
					d.source().Fill(image.Rect(0, 0, 50, 50), secret, 1, 1)
					elapse(settle)
					if blue, _ := pixel(agents[turn]); blue == secret {
						t.Errorf("agent %d sees what was grabbed after the revocation", turn)
					}
					if blue, _ := pixel(goesOn); turn == 0 && blue != secret {
						t.Error("the other agent sees nothing any more")
					}
				}
				grabs := d.grabs()
				d.fill()
				elapse(settle)
				if got := d.grabs(); got != grabs {
					t.Errorf("%d grabs although nobody may look", got-grabs)
				}
			})
		})
	}
}
