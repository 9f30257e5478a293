package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
)

const (
	loopback = "127.0.0.1"
	// databaseURLVariable holds the PostgreSQL URL. It is an environment variable and not a flag because it carries
	// the password, and arguments are visible to every user of the machine.
	databaseURLVariable = "TEMPORALD_DATABASE_URL"
)

// settings is everything the process is told from outside.
type settings struct {
	database      *url.URL
	port          int // gRPC frontend
	uiPort        int // 0 = no web UI
	namespace     string
	retention     time.Duration // of closed workflows
	attributes    map[string]enumspb.IndexedValueType
	logLevel      string
	stopWithStdin bool
}

func parseSettings(args []string, getenv func(string) string) (settings, error) {
	var s settings
	var attributes string
	f := flag.NewFlagSet("temporald", flag.ContinueOnError)
	f.IntVar(&s.port, "port", 7233, "gRPC port on 127.0.0.1")
	f.IntVar(&s.uiPort, "ui-port", 0, "web UI port on 127.0.0.1; 0 means no UI")
	f.StringVar(&s.namespace, "namespace", "evidencedesk", "namespace to create and serve")
	f.DurationVar(&s.retention, "retention", 30*24*time.Hour, "how long closed workflows are kept")
	f.StringVar(&attributes, "search-attributes", "", "comma-separated Name:Type; types as in Temporal: Keyword, Text, Int, Double, Bool, Datetime, KeywordList")
	f.StringVar(&s.logLevel, "log-level", "error", "debug, info, warn or error; the log goes to standard error")
	f.BoolVar(&s.stopWithStdin, "stop-with-stdin", false, "stop when standard input is closed")
	if err := f.Parse(args); err != nil {
		return settings{}, err
	}
	if f.NArg() > 0 {
		return settings{}, fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	if s.retention < 24*time.Hour {
		return settings{}, errors.New("-retention must be at least 24h, the shortest that Temporal takes")
	}
	var err error
	if s.attributes, err = parseAttributes(attributes); err != nil {
		return settings{}, err
	}
	if s.database, err = parseDatabase(getenv(databaseURLVariable)); err != nil {
		return settings{}, err
	}
	return s, nil
}

func parseAttributes(list string) (map[string]enumspb.IndexedValueType, error) {
	attributes := map[string]enumspb.IndexedValueType{}
	for item := range strings.SplitSeq(list, ",") {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		name, kind, ok := strings.Cut(item, ":")
		if !ok || name == "" {
			return nil, fmt.Errorf("-search-attributes: %q is not Name:Type", item)
		}
		value, err := enumspb.IndexedValueTypeFromString(kind)
		if err != nil {
			return nil, fmt.Errorf("-search-attributes: %s has the unknown type %q", name, kind)
		}
		attributes[name] = value
	}
	return attributes, nil
}

// parseDatabase never repeats its argument in an error: it holds a password.
func parseDatabase(raw string) (*url.URL, error) {
	if raw == "" {
		return nil, fmt.Errorf("%s is not set", databaseURLVariable)
	}
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") || u.Hostname() == "" || u.User == nil {
		return nil, fmt.Errorf("%s must look like postgres://user:password@host:port/database", databaseURLVariable)
	}
	if u.Port() == "" {
		u.Host = net.JoinHostPort(u.Hostname(), "5432")
	}
	return u, nil
}

func (s settings) address() string { return net.JoinHostPort(loopback, strconv.Itoa(s.port)) }

func (s settings) uiAddress() string { return net.JoinHostPort(loopback, strconv.Itoa(s.uiPort)) }

func (s settings) uiURL() string {
	if s.uiPort == 0 {
		return ""
	}
	return "http://" + s.uiAddress()
}

// checkPorts turns a taken port into one clear line; the libraries would log a stack or end the process.
func (s settings) checkPorts() error {
	for _, port := range []int{s.port, s.uiPort} {
		if port == 0 {
			continue
		}
		l, err := net.Listen("tcp", net.JoinHostPort(loopback, strconv.Itoa(port)))
		if err != nil {
			return fmt.Errorf("port %d cannot be used: %w", port, err)
		}
		_ = l.Close()
	}
	return nil
}
