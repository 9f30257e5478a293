package main

import (
	"context"
	"fmt"

	uiserver "github.com/temporalio/ui-server/v2/server"
	uiconfig "github.com/temporalio/ui-server/v2/server/config"
	uioptions "github.com/temporalio/ui-server/v2/server/server_options"
)

// startUI serves Temporal's web UI and returns how to stop it; with port 0 it does nothing. The port was checked before
// (checkPorts): the library ends the process when it cannot listen.
func startUI(ctx context.Context, s settings) (stop func(), err error) {
	if s.uiPort == 0 {
		return func() {}, nil
	}
	ui := uiserver.NewServer(uioptions.WithConfigProvider(&uiconfig.Config{
		Host: loopback, Port: s.uiPort, TemporalGRPCAddress: s.address(), DefaultNamespace: s.namespace,
		EnableUI: true, HideLogs: true,
		DisableNewsFetch: true, // the page must not call other sites
		CORS:             uiconfig.CORS{CookieInsecure: true},
	}))
	go func() { _ = ui.Start() }()
	ctx, cancel := context.WithTimeout(ctx, readyWait)
	defer cancel()
	if err := eventually(ctx, func() error { return dial(ctx, s.uiAddress()) }); err != nil {
		return nil, fmt.Errorf("the web UI does not answer: %w", err)
	}
	return ui.Stop, nil
}
