package deploy_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// run runs a script of a job with a stand-in for the tool that the job's image has, and returns what the tool was asked.
func run(t *testing.T, script, tool, body string, env ...string) (calls []string, err error) {
	t.Helper()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh on this machine")
	}
	folder := t.TempDir()
	log := filepath.Join(folder, "calls")
	stub := "#!" + sh + "\necho \"$*\" >> '" + log + "'\n" + body + "\n"
	if err := os.WriteFile(filepath.Join(folder, tool), []byte(stub), 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), sh, script)
	cmd.Env = append([]string{"PATH=" + folder + ":" + os.Getenv("PATH"), "STATE=" + folder, "PAUSE=0", "TRIES=3"}, env...)
	out, runErr := cmd.CombinedOutput()
	t.Logf("%s", out)
	raw, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(raw)), "\n"), runErr
}

func TestSchemaJob(t *testing.T) {
	t.Parallel()
	calls, err := run(t, "temporal/schema.sh", "temporal-sql-tool", "exit 0")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"--database temporal setup-schema --version 0.0",
		"--database temporal update-schema --schema-name postgresql/v12/temporal",
		"--database temporal_visibility setup-schema --version 0.0",
		"--database temporal_visibility update-schema --schema-name postgresql/v12/visibility",
	}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if calls, err := run(t, "temporal/schema.sh", "temporal-sql-tool", "exit 1"); err == nil || len(calls) != 1 {
		t.Errorf("after a failure the job went on: %v, %v", calls, err)
	}
}

var namespaceSettings = []string{
	"TEMPORAL_ADDRESS=temporal:7233", "NAMESPACE=desk", "RETENTION=720h", "SEARCH_ATTRIBUTES=LibraryId:Keyword DueAt:Datetime",
}

func TestNamespaceJob(t *testing.T) {
	t.Parallel()
	const health, describe = "operator cluster health", "operator namespace describe --namespace desk"
	const list = "operator search-attribute list --namespace desk"
	library := "operator search-attribute create --namespace desk --name LibraryId --type Keyword"
	due := "operator search-attribute create --namespace desk --name DueAt --type Datetime"
	create := "operator namespace create --namespace desk --retention 720h"
	tests := []struct {
		name, tool string
		want       []string
	}{
		{"everything is new", `case "$3" in describe) exit 1;; esac`, []string{health, describe, create, list, library, due}},
		{"everything is there", `case "$3" in list) echo 'LibraryId Keyword'; echo 'DueAt Datetime';; esac`, []string{health, describe, list}},
		{"an attribute is new", `case "$3" in list) echo 'LibraryId Keyword';; esac`, []string{health, describe, list, due}},
		{"a longer name is another name", `case "$3" in list) echo 'LibraryIdOld Keyword'; echo 'DueAt Datetime';; esac`, []string{health, describe, list, library}},
		{"slow to start", `if [ "$3" = health ] && [ ! -e "$STATE/up" ]; then touch "$STATE/up"; exit 1; fi
			case "$3" in list) echo LibraryId DueAt;; esac`, []string{health, health, describe, list}},
		{"slow to know its namespace", `if [ "$3" = list ] && [ ! -e "$STATE/up" ]; then touch "$STATE/up"; exit 1; fi
			case "$3" in list) echo LibraryId DueAt;; esac`, []string{health, describe, list, list}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			calls, err := run(t, "temporal/namespace.sh", "temporal", tt.tool, namespaceSettings...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, calls); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNamespaceJobFails(t *testing.T) {
	t.Parallel()
	for name, tool := range map[string]string{
		"never up":          "exit 1",
		"cannot create":     `case "$3" in describe|create) exit 1;; esac`,
		"cannot list":       `case "$3" in list) exit 1;; esac`,
		"attribute refused": `case "$2$3" in search-attributecreate) exit 1;; esac`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls, err := run(t, "temporal/namespace.sh", "temporal", tool, namespaceSettings...)
			if err == nil {
				t.Errorf("reported success after %v", calls)
			}
		})
	}
}
