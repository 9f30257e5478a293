package temporalx

import (
	"context"
	"fmt"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/sdk/client"

	"evidencedesk/workflows"
)

// SearchAttributes names the search attributes with their types, as the embedded server wants them.
func SearchAttributes() map[string]string {
	return map[string]string{
		workflows.StageAttribute: "Keyword", workflows.LibraryAttribute: "Keyword",
		workflows.UrgencyAttribute: "Keyword", workflows.DueByAttribute: "Datetime",
	}
}

// RegisterSearchAttributes adds those that the namespace lacks. It is called once when a Temporal service is set up; a
// new attribute can take some seconds to become usable.
func RegisterSearchAttributes(ctx context.Context, c client.Client, namespace string) error {
	listed, err := c.OperatorService().ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: namespace})
	if err != nil {
		return fmt.Errorf("search attributes: %w", err)
	}
	missing := map[string]enumspb.IndexedValueType{}
	for name, kind := range SearchAttributes() {
		if _, ok := listed.GetCustomAttributes()[name]; ok {
			continue
		}
		if missing[name], err = enumspb.IndexedValueTypeFromString(kind); err != nil {
			return err
		}
	}
	if len(missing) == 0 {
		return nil
	}
	_, err = c.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{
		Namespace: namespace, SearchAttributes: missing,
	})
	if err != nil {
		return fmt.Errorf("search attributes: %w", err)
	}
	return nil
}
