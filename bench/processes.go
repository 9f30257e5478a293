package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// idle gives the resident memory of the api and worker processes before anything is asked of them.
func (s *stage) idle(context.Context, sizes) error {
	time.Sleep(5 * time.Second)
	for _, name := range []string{"api", "worker"} {
		kib, err := residentKiB(s.children[name].Process.Pid)
		if err != nil {
			return err
		}
		row("resident memory idle, "+name, fmt.Sprintf("%.0f MB", kib/1024), "goal ≤ 150 MB")
	}
	return nil
}

// residentKiB reads VmRSS, which Linux gives in KiB.
func residentKiB(pid int) (float64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			var kib float64
			_, err := fmt.Sscan(rest, &kib)
			return kib, err
		}
	}
	return 0, errors.New("no VmRSS")
}

// life counts the history events of one full life.
func (s *stage) life(ctx context.Context, _ sizes) error {
	opened, _, err := s.asClinician.Submit(ctx, map[string]any{"question": question, "type": "audit"})
	if err != nil {
		return err
	}
	id := opened.ID
	if err := s.begun(ctx, workflows.RequestWorkflowID(id)); err != nil {
		return err
	}
	before, most, commands := s.events(ctx, id), 0, 0
	start := before
	give := func(name evidence.Name, body map[string]any) error {
		c := s.asLibrarian
		if name == evidence.Answer {
			c = s.asClinician
		}
		if _, _, err := c.Command(ctx, id, name, body); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		now := s.events(ctx, id)
		most, commands, before = max(most, now-before), commands+1, now
		return nil
	}
	steps := []struct {
		name evidence.Name
		body map[string]any
	}{
		{evidence.Claim, map[string]any{}},
		{evidence.Accept, map[string]any{"estimate_minutes": 60, "product": "reference_list"}},
		{evidence.Ask, map[string]any{"message": "Which outcome matters most to you?"}},
		{evidence.Answer, map[string]any{"message": "Length of stay, please."}},
		{evidence.CompleteSearch, map[string]any{}},
		{evidence.Deliver, map[string]any{"outcome": "nothing_found"}},
	}
	for _, step := range steps {
		if step.name == evidence.CompleteSearch {
			if err := s.evidenceWork(ctx, id); err != nil {
				return err
			}
		}
		if err := give(step.name, step.body); err != nil {
			return err
		}
	}
	row("history events of a full life", fmt.Sprintf("%d for %d commands", before, commands), "")
	row("  most for one command (start "+fmt.Sprint(start)+")", fmt.Sprint(most), "goal ≤ 20")
	return nil
}

// evidenceWork writes what a delivery needs.
func (s *stage) evidenceWork(ctx context.Context, id evidence.RequestID) error {
	search := map[string]any{
		"kind": "database", "source": "medline", "platform": "ovid", "lines": []map[string]any{{"n": 1, "text": "exp Hip Fractures/", "hits": 100}},
	}
	base := "/api/v1/requests/" + string(id)
	if _, err := s.asLibrarian.Do(ctx, "POST", base+"/searches", search, nil); err != nil {
		return err
	}
	_, err := s.asLibrarian.Do(ctx, "PUT", base+"/summary", map[string]any{"text": "Nothing was found."}, nil, withMatch)
	return err
}

// events is the length of a request's history, once it has been still for a moment.
func (s *stage) events(ctx context.Context, id evidence.RequestID) int {
	length := func() int64 {
		d, err := s.temporal.DescribeWorkflowExecution(ctx, workflows.RequestWorkflowID(id), "")
		if err != nil {
			return 0
		}
		return d.GetWorkflowExecutionInfo().GetHistoryLength()
	}
	last, still := length(), 0
	for still < 5 {
		time.Sleep(50 * time.Millisecond)
		if now := length(); now == last {
			still++
		} else {
			last, still = now, 0
		}
	}
	return int(last)
}

// warmStart times `evidencedesk dev` from its beginning to its line "ready", on data that an earlier start has made.
func (s *stage) warmStart(ctx context.Context, z sizes) error {
	var took []float64
	for i := range z.rounds + 1 {
		d, err := s.devReady(ctx, filepath.Join(s.dir, "dev"))
		if err != nil {
			return err
		}
		if i > 0 { // the first makes the data
			took = append(took, d.Seconds())
		}
	}
	row("evidencedesk dev, warm start until ready", fmt.Sprintf("%.1f s", median(took)), "goal ≤ 6 s")
	return nil
}

func (s *stage) devReady(ctx context.Context, dir string) (time.Duration, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return 0, err
	}
	ui, err := freeAddress(ctx)
	if err != nil {
		return 0, err
	}
	_, uiPort, _ := strings.Cut(ui, ":")
	c := exec.CommandContext(ctx, s.binary, "dev", "-empty", "-data", dir) //nolint:gosec // the binary that was asked for
	c.Env = append(os.Environ(), "EVIDENCEDESK_LISTEN="+address, "EVIDENCEDESK_TEMPORAL_UI_PORT="+uiPort)
	out, err := c.StdoutPipe()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := c.Start(); err != nil {
		return 0, err
	}
	var took time.Duration
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasSuffix(lines.Text(), "s  ready") {
			took = time.Since(began)
			_ = c.Process.Signal(syscall.SIGINT)
		}
	}
	err = c.Wait()
	if took == 0 {
		return 0, fmt.Errorf("dev did not become ready: %w", err)
	}
	return took, nil
}
