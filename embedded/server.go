package main

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"time"

	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	tlog "go.temporal.io/server/common/log"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/temporal"
)

const (
	clusterName = "active"
	// clusterID is stored at the first start; it must differ only between clusters that replicate to each other.
	clusterID = "6f1c5a2e-4f0b-4b53-9d0e-3a6f0f6a7d11"
	// historyShards cannot be changed after the first start. Four is as fast as 32 for one machine's load.
	historyShards = 4

	mainStore       = "main"
	visibilityStore = "visibility"
)

// newServer assembles the four services. There is no membership gossip: the host list is static.
func newServer(s settings) (temporal.Server, error) {
	cfg, err := serverConfig(s)
	if err != nil {
		return nil, err
	}
	logger := tlog.NewZapLogger(tlog.BuildZapLogger(tlog.Config{Level: s.logLevel}))
	authorizer, err := authorization.GetAuthorizerFromConfig(&cfg.Global.Authorization)
	if err != nil {
		return nil, fmt.Errorf("authoriser: %w", err)
	}
	claims, err := authorization.GetClaimMapperFromConfig(&cfg.Global.Authorization, logger)
	if err != nil {
		return nil, fmt.Errorf("claim mapper: %w", err)
	}
	hosts := map[primitives.ServiceName]static.Hosts{}
	for name, service := range cfg.Services {
		hosts[primitives.ServiceName(name)] = static.SingleLocalHost(net.JoinHostPort(loopback, strconv.Itoa(service.RPC.GRPCPort)))
	}
	server, err := temporal.NewServer(
		temporal.WithConfig(cfg),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(hosts),
		temporal.WithLogger(logger),
		temporal.WithAuthorizer(authorizer),
		temporal.WithClaimMapper(func(*config.Config) authorization.ClaimMapper { return claims }),
		temporal.WithDynamicConfigClient(dynamicSettings()),
	)
	if err != nil {
		return nil, fmt.Errorf("assemble the Temporal services: %w", err)
	}
	return server, nil
}

func serverConfig(s settings) (*config.Config, error) {
	cfg := &config.Config{}
	cfg.Global.Membership.MaxJoinDuration = 30 * time.Second
	cfg.Global.Membership.BroadcastAddress = loopback
	cfg.Persistence = config.Persistence{
		NumHistoryShards: historyShards, DefaultStore: mainStore, VisibilityStore: visibilityStore,
		DataStores: map[string]config.DataStore{
			mainStore:       {SQL: s.store(mainDatabase, mainConnections)},
			visibilityStore: {SQL: s.store(visibilityDatabase, visibilityConnections)},
		},
	}
	cfg.Services = map[string]config.Service{"frontend": service(s.port)}
	for _, name := range []string{"history", "matching", "worker"} {
		port, err := freePort()
		if err != nil {
			return nil, err
		}
		cfg.Services[name] = service(port)
	}
	cfg.PublicClient.HostPort = s.address()
	cfg.ClusterMetadata = &cluster.Config{
		FailoverVersionIncrement: 10, MasterClusterName: clusterName, CurrentClusterName: clusterName,
		ClusterInformation: map[string]cluster.ClusterInformation{clusterName: {
			Enabled: true, InitialFailoverVersion: 1, RPCAddress: s.address(), ClusterID: clusterID,
		}},
	}
	cfg.DCRedirectionPolicy.Policy = "noop"
	const disabled = "disabled"
	cfg.Archival.History.State, cfg.Archival.Visibility.State = disabled, disabled
	cfg.NamespaceDefaults.Archival.History.State, cfg.NamespaceDefaults.Archival.Visibility.State = disabled, disabled
	return cfg, nil
}

func service(port int) config.Service {
	return config.Service{RPC: config.RPC{GRPCPort: port, BindOnIP: loopback}}
}

// dynamicSettings are the measured ones. The poll limits default to 20 a second and shard, which makes every hop of an
// idle server wait up to 50 ms; one partition saves the forwarding between partitions that one machine does not need.
// Together they halve the latency of an update. The cache default of 128,000 entries is meant for servers.
func dynamicSettings() dynamicconfig.StaticClient {
	const pollsPerSecond = 2000
	return dynamicconfig.StaticClient{
		dynamicconfig.MakeKey("history.transferProcessorMaxPollRPS"):   pollsPerSecond,
		dynamicconfig.MakeKey("history.timerProcessorMaxPollRPS"):      pollsPerSecond,
		dynamicconfig.MakeKey("history.visibilityProcessorMaxPollRPS"): pollsPerSecond,
		dynamicconfig.MakeKey("history.outboundProcessorMaxPollRPS"):   pollsPerSecond,
		dynamicconfig.MakeKey("history.shardIOConcurrency"):            8,
		dynamicconfig.MakeKey("history.hostLevelCacheMaxSize"):         8096,
		dynamicconfig.MakeKey("matching.numTaskqueueReadPartitions"):   1,
		dynamicconfig.MakeKey("matching.numTaskqueueWritePartitions"):  1,
		dynamicconfig.MakeKey("frontend.namespaceRPS.visibility"):      1000,
		dynamicconfig.MakeKey("frontend.enableExecuteMultiOperation"):  true,
	}
}

// freePort finds a port for a service that only this process talks to. It stays below the range from which the system
// takes the ports of outgoing connections, so that none of those can take it between this check and its use.
func freePort() (int, error) {
	const lowest, count, tries = 20_000, 10_000, 200
	for range tries {
		port := lowest + rand.IntN(count)
		l, err := net.Listen("tcp", net.JoinHostPort(loopback, strconv.Itoa(port)))
		if err == nil {
			return port, l.Close()
		}
	}
	return 0, fmt.Errorf("no free port between %d and %d", lowest, lowest+count-1)
}
