package main

import (
	"fmt"
	"io"
	"runtime"
	"syscall"
	"time"

	"evidencedesk/internal/reference/duplicate"
	"evidencedesk/internal/reference/duplicate/synthetic"
)

const speedRecords = 50_000

// speed compares a generated set on one processor and returns the processor's time: the clock counts what other programs take.
func speed(out io.Writer) time.Duration {
	set := synthetic.New(1, speedRecords)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	runtime.GC()
	start, before := time.Now(), processor()
	result := duplicate.Find(set.Items)
	took, used := time.Since(start), processor()-before
	fmt.Fprintf(out, "\n== speed: %d generated records of %d publications, one processor\n", len(set.Items), set.Publications())
	fmt.Fprintf(out, "%.2f s by the clock, %.2f s of the processor; %d pairs, %d groups\n",
		took.Seconds(), used.Seconds(), len(result.Pairs), len(result.Groups))
	for _, s := range result.Skips {
		fmt.Fprintf(out, "blocks too large to compare in full: %s, %d records\n", s.Key, s.Records)
	}
	return used
}

// processor is the time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
