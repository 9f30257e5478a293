package auth_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// binary is the provider of tools/provider, built once for all tests where make tools has not.
type binary struct {
	sync.Once
	path string
	err  error
	log  []byte
}

var providerBinary binary

func (b *binary) get(t *testing.T) string {
	t.Helper()
	b.Do(func() {
		b.path, b.err = filepath.Abs("../../.bin/provider")
		if _, err := os.Stat(b.path); b.err == nil && err != nil {
			if b.err = os.MkdirAll(filepath.Dir(b.path), 0o755); b.err != nil {
				return
			}
			build := exec.Command("go", "build", "-o", b.path, "./provider")
			build.Dir = "../../tools"
			b.log, b.err = build.CombinedOutput()
		}
	})
	if b.err != nil {
		t.Fatalf("build the provider: %v\n%s", b.err, b.log)
	}
	return b.path
}

// account is somebody at the provider.
type account struct {
	User          string         `json:"user"`
	Subject       string         `json:"subject"`
	Name          string         `json:"name,omitempty"`
	Email         string         `json:"email,omitempty"`
	EmailVerified bool           `json:"email_verified"`
	ACR           string         `json:"acr,omitempty"`
	Claims        map[string]any `json:"claims,omitempty"`
}

// idp is a provider that runs as a process of its own.
type idp struct {
	*testing.T

	issuer  string
	clients []map[string]any
	command *exec.Cmd
}

// newIDP starts a provider which knows our site by the name.
func newIDP(s *site, name string, accounts ...account) *idp {
	s.Helper()
	p := &idp{T: s.T, clients: []map[string]any{{
		"id": "evidencedesk", "secret": "a secret of the tests", "redirects": []string{s.server.URL + "/sign-in/" + name + "/callback"},
		"signed_out": []string{s.server.URL + "/signed-out"},
	}}}
	p.start("127.0.0.1:0", accounts)
	return p
}

func (p *idp) directory(accounts []account) []byte {
	p.Helper()
	raw, err := json.Marshal(map[string]any{"clients": p.clients, "users": accounts})
	if err != nil {
		p.Fatal(err)
	}
	return raw
}

func (p *idp) start(listen string, accounts []account) {
	p.Helper()
	file := filepath.Join(p.TempDir(), "users.json")
	if err := os.WriteFile(file, p.directory(accounts), 0o600); err != nil {
		p.Fatal(err)
	}
	p.command = exec.Command(providerBinary.get(p.T), "-listen", listen, "-users", file, "-attached")
	p.command.Stderr = os.Stderr
	if _, err := p.command.StdinPipe(); err != nil { // open until we end
		p.Fatal(err)
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		p.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		p.Fatal(err)
	}
	p.Cleanup(p.stop)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		p.Fatalf("the provider does not say where it is: %v", err)
	}
	p.issuer = strings.TrimSpace(line)
}

// stop ends the process; again is nothing.
func (p *idp) stop() {
	if p.command.ProcessState == nil {
		_ = p.command.Process.Kill()
		_ = p.command.Wait()
	}
}

// restart brings it back at the same address, with other keys.
func (p *idp) restart(accounts ...account) {
	p.Helper()
	u, err := url.Parse(p.issuer)
	if err != nil {
		p.Fatal(err)
	}
	p.start(u.Host, accounts)
}

// control tells the provider to misbehave, to sign with new keys, or who there is.
func (p *idp) control(method, path string, body []byte) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.Context(), 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, p.issuer+"/control/"+path, bytes.NewReader(body))
	if err != nil {
		p.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		p.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		p.Fatalf("%s: %d", path, response.StatusCode)
	}
}

func (p *idp) misbehave(fault string) {
	p.Helper()
	p.control(http.MethodPost, "misbehave?fault="+fault, nil)
}

func (p *idp) knows(accounts ...account) {
	p.Helper()
	p.control(http.MethodPut, "users", p.directory(accounts))
}
