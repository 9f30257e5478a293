package devstack

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"syscall"
)

const loopback = "127.0.0.1"

// Environment variables that fix a port; the error about a taken port names them.
const (
	EnvPostgresPort   = "EVIDENCEDESK_POSTGRES_PORT"
	EnvTemporalPort   = "EVIDENCEDESK_TEMPORAL_PORT"
	EnvTemporalUIPort = "EVIDENCEDESK_TEMPORAL_UI_PORT"
)

// preferredUIPort is where Temporal's own development server has its UI.
const preferredUIPort = 8233

// Ports of the embedded servers on 127.0.0.1; zero means not fixed.
type Ports struct {
	Postgres   int `json:"postgres"`
	Temporal   int `json:"temporal"`
	TemporalUI int `json:"temporal_ui"`
}

// PortsFromEnv reads the three environment variables. An unset one leaves its port open.
func PortsFromEnv(getenv func(string) string) (Ports, error) {
	var p Ports
	for name, port := range map[string]*int{
		EnvPostgresPort: &p.Postgres, EnvTemporalPort: &p.Temporal, EnvTemporalUIPort: &p.TemporalUI,
	} {
		raw := getenv(name)
		if raw == "" {
			continue
		}
		n, err := strconv.ParseUint(raw, 10, 16)
		if err != nil || n == 0 {
			return Ports{}, newError(BadOption, err, "%s must be a port number from 1 to 65535, not %q", name, raw)
		}
		*port = int(n)
	}
	return p, nil
}

// portChoice is one port to decide on.
type portChoice struct {
	what, variable string
	port           *int // remembered; the decision goes here
	fixed          int
	preferred      int
	forPeople      bool // people have its address: it may not change silently
}

func (st *state) portChoices(o *Options) []portChoice {
	var choices []portChoice
	if st.Runs.Postgres {
		choices = append(choices, portChoice{what: "PostgreSQL", variable: EnvPostgresPort, port: &st.Ports.Postgres, fixed: o.Ports.Postgres})
	}
	if st.Runs.Temporal {
		choices = append(choices, portChoice{what: "Temporal", variable: EnvTemporalPort, port: &st.Ports.Temporal, fixed: o.Ports.Temporal})
	}
	if st.Runs.TemporalUI {
		choices = append(choices, portChoice{
			what: "Temporal's web UI", variable: EnvTemporalUIPort, port: &st.Ports.TemporalUI, fixed: o.Ports.TemporalUI,
			preferred: preferredUIPort, forPeople: true,
		})
	}
	return choices
}

// choosePorts decides the ports of what will be started and remembers them. Leftovers of an earlier run must be gone
// by now, or they would look like somebody else's programs.
func (st *state) choosePorts(o *Options) error {
	st.Namespace = o.Namespace
	st.Runs = parts{
		Postgres: o.DatabaseURL == "", Temporal: o.startsTemporal(), TemporalUI: o.startsTemporal() && !o.NoUI,
	}
	given := map[int]bool{} // within this call; nothing listens on them yet
	for _, c := range st.portChoices(o) {
		port, err := c.decide(given, o.Progress)
		if err != nil {
			return err
		}
		*c.port, given[port] = port, true
	}
	return st.save()
}

func (c portChoice) decide(given map[int]bool, progress func(string)) (int, error) {
	wanted := c.fixed
	if wanted == 0 {
		wanted = *c.port
	}
	if wanted != 0 {
		problem := checkPort(wanted, given)
		if problem == nil {
			return wanted, nil
		}
		if c.fixed != 0 || c.forPeople {
			return 0, newError(PortTaken, problem, "port %d (%s) %v: set %s to another port", wanted, c.what, problem, c.variable)
		}
		progress(fmt.Sprintf("port %d (%s) %v: choosing another", wanted, c.what, problem))
	} else if c.preferred != 0 && checkPort(c.preferred, given) == nil {
		return c.preferred, nil
	}
	return pickPort(given)
}

// checkPort says what keeps a port from being used; the text continues a sentence about it.
func checkPort(port int, given map[int]bool) error {
	if given[port] {
		return errors.New("is wanted twice")
	}
	l, err := net.Listen("tcp", net.JoinHostPort(loopback, strconv.Itoa(port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return errors.New("is in use by another program")
	}
	if err != nil {
		return fmt.Errorf("cannot be used (%w)", err)
	}
	return l.Close()
}

// pickPort finds a free port below the range from which systems take the ports of outgoing connections (32768 on
// Linux, 49152 on macOS), so that a remembered port is not taken by a passing connection.
func pickPort(given map[int]bool) (int, error) {
	const lowest, count, tries = 20_000, 10_000, 200
	for range tries {
		if port := lowest + rand.IntN(count); checkPort(port, given) == nil {
			return port, nil
		}
	}
	return 0, newError(PortTaken, nil, "no free port between %d and %d on %s", lowest, lowest+count-1, loopback)
}
