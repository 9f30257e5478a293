package deploy_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// instruction is one line of a Dockerfile with its continuations joined.
type instruction struct {
	word, rest string
	stage      int // counted from 1
}

func dockerfile(t *testing.T) []instruction {
	t.Helper()
	raw, err := os.ReadFile("../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	var list []instruction
	stage, open := 0, false
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		text, more := strings.CutSuffix(line, `\`)
		if open {
			list[len(list)-1].rest += " " + strings.TrimSpace(text)
			open = more
			continue
		}
		word, rest, _ := strings.Cut(text, " ")
		if word == "FROM" {
			stage++
		}
		list = append(list, instruction{word: word, rest: strings.TrimSpace(rest), stage: stage})
		open = more
	}
	if open {
		t.Fatal("the Dockerfile ends in the middle of an instruction")
	}
	return list
}

// only returns what follows the one instruction of this name in a stage.
func only(t *testing.T, list []instruction, stage int, word string) string {
	t.Helper()
	var found []string
	for _, i := range list {
		if i.stage == stage && i.word == word {
			found = append(found, i.rest)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d instructions %s in stage %d", len(found), word, stage)
	}
	return found[0]
}

// The stages of the Dockerfile, in their order.
const (
	assets = iota + 1
	build
	image
)

func TestDockerfile(t *testing.T) {
	t.Parallel()
	list := dockerfile(t)
	known := []string{"FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "ENTRYPOINT", "CMD"}
	for _, i := range list {
		if !slices.Contains(known, i.word) { // ADD among them: it fetches from the network without being asked
			t.Errorf("instruction %s", i.word)
		}
		if strings.Contains(i.rest, "://") || regexp.MustCompile(`\b(curl|wget|apt-get|git)\b`).MatchString(i.rest) {
			t.Errorf("something is fetched beside the modules: %s", i.rest)
		}
	}
	if list[len(list)-1].stage != image {
		t.Fatalf("%d stages, want %d", list[len(list)-1].stage, image)
	}
	if got := only(t, list, assets, "FROM"); !strings.HasPrefix(got, "node:") || !strings.HasSuffix(got, " AS assets") {
		t.Errorf("the pages' assets are built in %q", got)
	}
	if got := only(t, list, build, "FROM"); !strings.HasSuffix(got, " AS build") || !strings.HasPrefix(got, "golang:"+goVersion(t)+"-") {
		t.Errorf("built in %q, the module needs Go %s", got, goVersion(t))
	}
	for word, want := range map[string]string{
		"FROM": "scratch", "USER": "65532:65532", "ENTRYPOINT": `["/evidencedesk"]`, "CMD": `["api"]`, "EXPOSE": "8080", "ENV": "HOME=/tmp",
	} {
		if got := only(t, list, image, word); got != want {
			t.Errorf("%s %s, want %s", word, got, want)
		}
	}
	for _, i := range list {
		if i.stage == image && i.word == "COPY" && !strings.HasPrefix(i.rest, "--from=build ") {
			t.Errorf("the image takes a file from outside the build: %s", i.rest)
		}
		if i.stage == image && i.word == "RUN" {
			t.Errorf("an empty image can run nothing: %s", i.rest)
		}
	}
}

func TestBuildIsStaticAndReproducible(t *testing.T) {
	t.Parallel()
	var text []string
	for _, i := range dockerfile(t) {
		text = append(text, i.word+" "+i.rest)
	}
	all := strings.Join(text, "\n")
	for _, want := range []string{
		"CGO_ENABLED=0", "GOTOOLCHAIN=local", `go build -trimpath -tags timetzdata -ldflags "-s -w" -o /evidencedesk .`,
		"cp /etc/ssl/certs/ca-certificates.crt /rootfs/etc/ssl/certs/", "install -d -m 1777 /rootfs/tmp",
		"evidencedesk:x:65532:65532:", "COPY --from=build --chown=65532:65532 /owned/ /",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the Dockerfile lacks %s", want)
		}
	}
	if strings.Index(all, "COPY go.mod go.sum ./") > strings.Index(all, "COPY . .") {
		t.Error("every change of the source downloads the modules again")
	}
}

// The compose file and the image agree on the user and on the folder that belongs to it.
func TestImageFitsCompose(t *testing.T) {
	t.Parallel()
	list := dockerfile(t)
	user := only(t, list, image, "USER")
	p := project(t)
	for _, name := range ours {
		if p.Services[name].User != user {
			t.Errorf("%s runs as %s, the image as %s", name, p.Services[name].User, user)
		}
	}
	made := only(t, slices.DeleteFunc(slices.Clone(list), func(i instruction) bool { return !strings.Contains(i.rest, "/owned") }), build, "RUN")
	for _, v := range p.Services["worker"].Volumes {
		if !strings.Contains(made, "/owned"+v.Target+" ") {
			t.Errorf("a new volume at %s would belong to root", v.Target)
		}
	}
}

func TestBuilderSeesNoSecrets(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../.dockerignore")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(raw), "\n")
	for _, want := range []string{".git", ".env", ".env.*", ".data", "**/node_modules"} {
		if !slices.Contains(lines, want) {
			t.Errorf(".dockerignore lacks %s", want)
		}
	}
	for _, needed := range []string{"go.mod", "go.sum", "internal", "*.go", "**/data", "**/*.sql", "**/*.json"} {
		if slices.Contains(lines, needed) {
			t.Errorf(".dockerignore leaves out %s, which the binary is built from", needed)
		}
	}
}

func goVersion(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^go (\S+)$`).FindSubmatch(raw)
	if m == nil {
		t.Fatal("go.mod names no version of Go")
	}
	return string(m[1])
}
