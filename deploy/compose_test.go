// Package deploy_test checks the files of the production installation as far as that is possible without an engine.
package deploy_test

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/google/go-cmp/cmp"
)

const composeFile = "../docker-compose.yml"

// secrets are good values for what has no default.
func secrets() map[string]string {
	return map[string]string{
		"POSTGRES_PASSWORD":            "superuser0",
		"TEMPORAL_DB_PASSWORD":         "temporal0",
		"EVIDENCEDESK_OWNER_PASSWORD":  "owner0",
		"EVIDENCEDESK_API_PASSWORD":    "api0",
		"EVIDENCEDESK_WORKER_PASSWORD": "worker0",
		"EVIDENCEDESK_PUBLIC_URL":      "https://desk.example",
		"EVIDENCEDESK_MAC_KEY":         "bWFjLWtleS1vZi1hdC1sZWFzdC10aGlydHktdHdvLWJ5dGVz",
		"EVIDENCEDESK_PAYLOAD_KEYS":    "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
		"EVIDENCEDESK_SMTP_ADDRESS":    "mail.example:587",
		"EVIDENCEDESK_MAIL_FROM":       "desk@example.org",
	}
}

func parse(env map[string]string) (*types.Project, error) {
	return loader.LoadWithContext(context.Background(), types.ConfigDetails{
		WorkingDir: "..", ConfigFiles: []types.ConfigFile{{Filename: composeFile}}, Environment: env,
	})
}

func project(t *testing.T) *types.Project {
	t.Helper()
	p, err := parse(secrets())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var (
	jobs      = []string{"temporal-schema", "temporal-namespace", "migrate"}
	processes = []string{"postgres", "temporal", "temporal-ui", "api", "worker"}
	ours      = []string{"migrate", "api", "worker"}
)

func TestServices(t *testing.T) {
	t.Parallel()
	p := project(t)
	want := slices.Sorted(slices.Values(append(slices.Clone(jobs), processes...)))
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(p.Services))); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	for name, s := range p.Services {
		if slices.Contains(jobs, name) {
			if s.HealthCheck != nil || !strings.HasPrefix(s.Restart, "on-failure") || len(s.Ports) > 0 {
				t.Errorf("%s is a job: no health check, no port, tried again only after a failure", name)
			}
			continue
		}
		if s.HealthCheck == nil || s.HealthCheck.Disable || len(s.HealthCheck.Test) < 2 || s.HealthCheck.Test[0] != "CMD" {
			t.Errorf("%s has no health check, or one that needs a shell: %+v", name, s.HealthCheck)
			continue
		}
		if s.HealthCheck.Interval == nil || s.HealthCheck.Timeout == nil || s.HealthCheck.Retries == nil || s.HealthCheck.StartPeriod == nil {
			t.Errorf("%s leaves its health check to defaults", name)
		}
		if s.Restart != "unless-stopped" {
			t.Errorf("%s is not started again: %q", name, s.Restart)
		}
	}
}

func TestImages(t *testing.T) {
	t.Parallel()
	p := project(t)
	for name, s := range p.Services {
		_, tag, pinned := strings.Cut(s.Image, ":")
		if !pinned || tag == "latest" || strings.Contains(s.Image, "auto-setup") {
			t.Errorf("%s runs %s", name, s.Image)
		}
		if (s.Build != nil) != slices.Contains(ours, name) {
			t.Errorf("%s: built here is %v", name, s.Build != nil)
		}
	}
	for _, name := range ours {
		if s := p.Services[name]; s.Image != p.Services["api"].Image || s.Entrypoint != nil || len(s.Command) != 1 || s.Command[0] != name {
			t.Errorf("%s: image %s, entry point %v, command %v", name, s.Image, s.Entrypoint, s.Command)
		}
	}
	if a, b := p.Services["temporal-schema"].Image, p.Services["temporal-namespace"].Image; a != b || tag(a) != tag(p.Services["temporal"].Image) {
		t.Errorf("Temporal %s is prepared with %s and %s", p.Services["temporal"].Image, a, b)
	}
}

func tag(image string) string { return image[strings.LastIndex(image, ":")+1:] }

func TestOrderOfStart(t *testing.T) {
	t.Parallel()
	p := project(t)
	const healthy, done = types.ServiceConditionHealthy, types.ServiceConditionCompletedSuccessfully
	want := map[string]map[string]string{
		"postgres":           {},
		"temporal-schema":    {"postgres": healthy},
		"temporal":           {"postgres": healthy, "temporal-schema": done},
		"temporal-namespace": {"temporal": healthy},
		"temporal-ui":        {"temporal": healthy},
		"migrate":            {"postgres": healthy},
		"api":                {"postgres": healthy, "migrate": done}, // not Temporal: requests are taken without it
		"worker":             {"postgres": healthy, "migrate": done, "temporal-namespace": done},
	}
	got := map[string]map[string]string{}
	for name, s := range p.Services {
		got[name] = map[string]string{}
		for other, d := range s.DependsOn {
			got[name][other] = d.Condition
			if isJob := slices.Contains(jobs, other); isJob != (d.Condition == done) {
				t.Errorf("%s waits for %s with %s", name, other, d.Condition)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOnlyLoopbackIsPublished(t *testing.T) {
	t.Parallel()
	p := project(t)
	var published []string
	for name, s := range p.Services {
		for _, port := range s.Ports {
			published = append(published, name)
			if port.HostIP != "127.0.0.1" {
				t.Errorf("%s is published on %q", name, port.HostIP)
			}
			if _, ok := s.Networks["edge"]; !ok {
				t.Errorf("%s publishes a port but has only internal networks", name)
			}
		}
		if s.NetworkMode != "" || s.Privileged || s.Pid != "" || s.Ipc != "" || s.UseAPISocket {
			t.Errorf("%s reaches into the host", name)
		}
	}
	slices.Sort(published)
	if diff := cmp.Diff([]string{"api", "temporal-ui"}, published); diff != "" {
		t.Errorf("published (-want +got):\n%s", diff)
	}
	if !p.Networks["backend"].Internal {
		t.Error("the network of the databases has a way out")
	}
	for _, name := range []string{"postgres", "temporal", "temporal-schema", "temporal-namespace", "migrate"} {
		if _, ok := p.Services[name].Networks["edge"]; ok {
			t.Errorf("%s has a way out", name)
		}
	}
}

func TestContainersAreConfined(t *testing.T) {
	t.Parallel()
	for name, s := range project(t).Services {
		if !s.ReadOnly || !slices.Contains(s.Tmpfs, "/tmp") || !slices.Contains(s.CapDrop, "ALL") || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s: read-only %v, tmpfs %v, capabilities dropped %v, %v", name, s.ReadOnly, s.Tmpfs, s.CapDrop, s.SecurityOpt)
		}
		if name == "postgres" { // changes to its own user by itself
			continue
		}
		if user, _, _ := strings.Cut(s.User, ":"); user == "" || user == "0" || user == "root" || len(s.CapAdd) > 0 {
			t.Errorf("%s runs as %q with %v", name, s.User, s.CapAdd)
		}
	}
}

func TestMountedFilesExist(t *testing.T) {
	t.Parallel()
	p := project(t)
	for name, s := range p.Services {
		for _, v := range s.Volumes {
			switch v.Type {
			case types.VolumeTypeBind:
				info, err := os.Stat(v.Source)
				if err != nil || !v.ReadOnly || info.IsDir() {
					t.Errorf("%s mounts %s: read-only %v, %v", name, v.Target, v.ReadOnly, err)
				}
			case types.VolumeTypeVolume:
				if _, ok := p.Volumes[v.Source]; !ok {
					t.Errorf("%s mounts the unknown volume %s", name, v.Source)
				}
			default:
				t.Errorf("%s mounts a %s", name, v.Type)
			}
		}
	}
	if v := p.Services["postgres"].Volumes[0]; v.Source != "postgres" || v.Target != "/var/lib/postgresql" {
		t.Errorf("PostgreSQL 18 keeps its data below /var/lib/postgresql, mounted is %s at %s", v.Source, v.Target)
	}
}

func TestMissingSecretsFailClearly(t *testing.T) {
	t.Parallel()
	for name := range secrets() {
		for _, value := range []string{"absent", "empty"} {
			env := secrets()
			if delete(env, name); value == "empty" {
				env[name] = ""
			}
			if _, err := parse(env); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s %s: %v", name, value, err)
			}
		}
	}
}
