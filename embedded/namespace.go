package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	namespacepb "go.temporal.io/api/namespace/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/types/known/durationpb"
)

const (
	readyWait  = 60 * time.Second
	readyPause = 5 * time.Millisecond
)

// reconcileNamespace waits until the server answers, then brings a namespace made by an earlier version up to date:
// search attributes that are new, and the retention. It returns when the new attributes can be used.
func reconcileNamespace(ctx context.Context, s settings) error {
	ctx, cancel := context.WithTimeout(ctx, readyWait)
	defer cancel()
	c, err := client.NewLazyClient(client.Options{HostPort: s.address(), Namespace: s.namespace, Logger: quiet{}})
	if err != nil {
		return err
	}
	defer c.Close()
	if err := eventually(ctx, func() error {
		_, err := c.CheckHealth(ctx, &client.CheckHealthRequest{})
		return err
	}); err != nil {
		return fmt.Errorf("the Temporal services did not become healthy: %w", err)
	}
	if err := reconcileRetention(ctx, c, s); err != nil {
		return fmt.Errorf("retention of namespace %s: %w", s.namespace, err)
	}
	if err := reconcileAttributes(ctx, c, s); err != nil {
		return fmt.Errorf("search attributes of namespace %s: %w", s.namespace, err)
	}
	return nil
}

func reconcileRetention(ctx context.Context, c client.Client, s settings) error {
	var described *workflowservice.DescribeNamespaceResponse
	err := eventually(ctx, func() (err error) {
		described, err = c.WorkflowService().DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: s.namespace})
		return err
	})
	if err != nil || described.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration() == s.retention {
		return err
	}
	_, err = c.WorkflowService().UpdateNamespace(ctx, &workflowservice.UpdateNamespaceRequest{
		Namespace: s.namespace,
		Config:    &namespacepb.NamespaceConfig{WorkflowExecutionRetentionTtl: durationpb.New(s.retention)},
	})
	return err
}

func reconcileAttributes(ctx context.Context, c client.Client, s settings) error {
	if len(s.attributes) == 0 {
		return nil
	}
	listed, err := c.OperatorService().ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: s.namespace})
	if err != nil {
		return err
	}
	missing := map[string]enumspb.IndexedValueType{}
	for name, kind := range s.attributes {
		switch have, ok := listed.GetCustomAttributes()[name]; {
		case !ok:
			missing[name] = kind
		case have != kind:
			return fmt.Errorf("%s is %s in the database but should be %s", name, have, kind)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if _, err := c.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{
		Namespace: s.namespace, SearchAttributes: missing,
	}); err != nil {
		return err
	}
	for name := range missing { // the namespace cache learns of them within some seconds
		if err := eventually(ctx, func() error {
			_, err := c.CountWorkflow(ctx, &workflowservice.CountWorkflowExecutionsRequest{Query: "`" + name + "` IS NULL"})
			return err
		}); err != nil {
			return fmt.Errorf("%s did not become usable: %w", name, err)
		}
	}
	return nil
}

// eventually repeats try until it succeeds or ctx ends, and then returns the last error.
func eventually(ctx context.Context, try func() error) error {
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(readyPause):
		}
	}
}

// quiet drops the client's own log lines: failed first attempts are expected here.
type quiet struct{}

func (quiet) Debug(string, ...any) {}
func (quiet) Info(string, ...any)  {}
func (quiet) Warn(string, ...any)  {}
func (quiet) Error(string, ...any) {}
