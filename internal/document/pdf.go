package document

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Engine is what made a PDF.
type Engine string

// The engines. What Chromium prints is tagged, so that screen readers follow headings, lists and tables; what we print ourselves has
// bookmarks, links and a language but no tags, for no maintained Go library writes them.
const (
	Chromium Engine = "chromium"
	Plain    Engine = "plain"
)

// printTime is how long a browser may take over one report. Pages of a thousand references take about two seconds.
const printTime = 15 * time.Second

// Printer prints reports as PDF, one at a time: a browser needs some 200 MB.
type Printer struct {
	browser string
	turn    chan struct{}
}

// NewPrinter makes a printer that uses the browser at the path. An empty path prints without one.
func NewPrinter(browser string) *Printer {
	return &Printer{browser: browser, turn: make(chan struct{}, 1)}
}

// PDF prints a report and says what printed it. Where there is no browser, or it fails, we print ourselves; only a context that
// ends while others print is an error.
func (p *Printer) PDF(ctx context.Context, r Report) ([]byte, Engine, error) {
	body, err := page(r, View{Level: 1, Open: true})
	if err != nil {
		body = nil
	}
	return p.PagePDF(ctx, body, r)
}

// PagePDF prints a page that stands alone, as PDF does. Where no browser prints it, the report is printed, which says the same.
func (p *Printer) PagePDF(ctx context.Context, body []byte, r Report) ([]byte, Engine, error) {
	if p == nil || p.browser == "" || body == nil {
		out, err := plainPDF(r)
		return out, Plain, err
	}
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return nil, "", ctx.Err()
	}
	out, err := p.print(ctx, body)
	if err == nil {
		return out, Chromium, nil
	}
	if ctx.Err() != nil {
		return nil, "", ctx.Err()
	}
	out, err = plainPDF(r)
	return out, Plain, err
}

func (p *Printer) print(ctx context.Context, body []byte) ([]byte, error) {
	folder, err := os.MkdirTemp("", "evidencedesk-print-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	in, out := filepath.Join(folder, "report.html"), filepath.Join(folder, "report.pdf")
	if err := os.WriteFile(in, body, 0o600); err != nil {
		return nil, err
	}
	if err := p.run(ctx, folder, in, out); err != nil {
		return nil, err
	}
	printed, err := os.ReadFile(out) //nolint:gosec // in a folder of ours
	if err == nil && len(printed) == 0 {
		err = errors.New("document: the browser printed nothing")
	}
	return printed, err
}

// run starts the browser in a folder of its own, without network or extensions; the page forbids scripts itself. Only as root, where it refuses to work with
// it, it runs without its sandbox; what it shows is made by us either way.
func (p *Printer) run(ctx context.Context, folder, in, out string) error {
	ctx, cancel := context.WithTimeout(ctx, printTime)
	defer cancel()
	arguments := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-sync",
		"--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND",
		"--user-data-dir=" + filepath.Join(folder, "profile"), "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline",
		"--print-to-pdf=" + out,
	}
	if os.Geteuid() == 0 {
		arguments = append(arguments, "--no-sandbox")
	}
	command := exec.CommandContext(ctx, p.browser, append(arguments, (&url.URL{Scheme: "file", Path: in}).String())...) //nolint:gosec // the operator's setting
	command.Env = []string{"HOME=" + folder, "TMPDIR=" + folder, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"}
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) } // with its children
	command.WaitDelay = time.Second
	if err := command.Run(); err != nil {
		return fmt.Errorf("document: print with the browser: %w", err)
	}
	return nil
}

// FindBrowser gives the first Chromium of the machine; empty when there is none.
func FindBrowser() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}
