package temporalx

import (
	"fmt"
	"log/slog"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/contrib/envconfig"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"google.golang.org/grpc"
)

// Options are what a process adds to the TEMPORAL_* settings.
type Options struct {
	Address   string // overrides TEMPORAL_ADDRESS, for the embedded default
	Namespace string // overrides TEMPORAL_NAMESPACE
	Keys      Keys   // encrypt payloads and failures; none: plain
	Log       *slog.Logger
	Identity  string // shown to operators; the SDK makes one when empty

	// ForWorker makes the client of a worker: a payload whose key is missing then waits for a worker that has it, instead
	// of failing the request. Commands are to be given through another client, in which the same is an error.
	ForWorker bool
}

// DefaultNamespace is used when neither the options nor the settings name one.
const DefaultNamespace = "evidencedesk"

// Dial makes a client from the TEMPORAL_* settings (contrib/envconfig: address, namespace, TLS, API key, or a TOML file)
// and the options. It does not connect: the server may be absent, and what was submitted then waits in the outbox.
func Dial(o Options) (client.Client, error) {
	options, err := envconfig.LoadClientOptions(envconfig.LoadClientOptionsRequest{})
	if err != nil {
		return nil, fmt.Errorf("temporal settings: %w", err)
	}
	if o.Address != "" {
		options.HostPort = o.Address
	}
	if o.Namespace != "" {
		options.Namespace = o.Namespace
	}
	if options.Namespace == "" {
		options.Namespace = DefaultNamespace
	}
	if o.Identity != "" {
		options.Identity = o.Identity
	}
	if o.Log != nil {
		options.Logger = Logger(o.Log)
	}
	if options.DataConverter, options.FailureConverter, err = Converters(o.Keys, o.ForWorker); err != nil {
		return nil, err
	}
	options.ConnectionOptions.DialOptions = append(options.ConnectionOptions.DialOptions, grpc.WithChainUnaryInterceptor(watchReach))
	return client.NewLazyClient(options)
}

// Converters are the data and the failure converter of a key ring: those of every client, worker and replayer. With keys,
// the messages and stacks of failures are encrypted too; without, nothing is. For the meaning of forWorker see [Options].
func Converters(keys Keys, forWorker bool) (converter.DataConverter, converter.FailureConverter, error) {
	codec, err := NewCodec(keys)
	if err != nil {
		return nil, nil, err
	}
	if forWorker {
		codec = blocking{codec}
	}
	data := converter.NewCodecDataConverter(converter.GetDefaultDataConverter(), codec)
	failure := temporal.NewDefaultFailureConverter(temporal.DefaultFailureConverterOptions{
		DataConverter: data, EncodeCommonAttributes: len(keys) > 0,
	})
	return data, failure, nil
}
