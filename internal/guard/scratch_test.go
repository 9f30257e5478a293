package guard_test

import (
	"bufio"
	"fmt"
	"os"
	"testing"

	"evidencedesk/internal/guard"
)

func TestScratch(t *testing.T) {
	f, err := os.Open(os.Getenv("SCRATCH"))
	if err != nil {
		t.Skip()
	}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		r := []rune(sc.Text())
		fmt.Println(sc.Text())
		for _, x := range guard.Scan(sc.Text(), guard.Options{}) {
			fmt.Printf("      %s/%s %q\n", x.Kind, x.Action, string(r[x.Start:x.End()]))
		}
	}
}
