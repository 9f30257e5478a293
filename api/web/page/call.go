package page

import (
	"encoding/json"
	"net/http"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/guard"
)

const v1 = apiclient.V1

// Read gets a resource, such as "/requests/"+id, as the visitor. An answer of 4xx or 5xx is an *apiclient.Problem.
func (v *Visit) Read(path string, out any) error {
	_, err := v.api.Do(v.Request.Context(), http.MethodGet, v1+path, nil, out, apiclient.Once())
	return err
}

// Post gives a command or adds something. The form's key makes it happen once, however often the button is pressed.
func (v *Visit) Post(path string, body, out any) error {
	return v.send(http.MethodPost, path, body, out, apiclient.IdempotencyKey(v.Form().Key()))
}

// PostPart is Post for a form that adds several things at once: each part has a key of its own, made from the form's.
func (v *Visit) PostPart(part int, path string, body, out any) error {
	return v.send(http.MethodPost, path, body, out, apiclient.IdempotencyKey(v.Form().Key()+"-"+strconv.Itoa(part)))
}

// PostAt adds something to what has a version.
func (v *Visit) PostAt(path string, version int, body, out any) error {
	return v.send(http.MethodPost, path, body, out, match(version))
}

// Put changes what has a version. A version that is not the newest is refused with what is stored now: see Stale.
func (v *Visit) Put(path string, version int, body, out any) error {
	return v.send(http.MethodPut, path, body, out, match(version))
}

// Delete removes what has a version.
func (v *Visit) Delete(path string, version int) error {
	return v.send(http.MethodDelete, path, nil, nil, match(version))
}

// Remove takes away what has no version.
func (v *Visit) Remove(path string) error {
	return v.send(http.MethodDelete, path, nil, nil)
}

func match(version int) apiclient.Option {
	return apiclient.IfMatch(`"` + strconv.Itoa(version) + `"`)
}

func (v *Visit) send(method, path string, body, out any, options ...apiclient.Option) error {
	raw, err := v.withConfirmations(body)
	if err != nil {
		return err
	}
	_, err = v.api.Do(v.Request.Context(), method, v1+path, raw, out, append(options, apiclient.Once())...)
	return err
}

// Command gives a command to a request.
func (v *Visit) Command(id evidence.RequestID, name evidence.Name, body any) error {
	if body == nil {
		body = struct{}{}
	}
	var result rest.CommandResult
	return v.Post("/requests/"+string(id)+"/"+string(name), body, &result)
}

// withConfirmations adds to the body what the visitor said about texts that look like identifiers: fields `_confirm` of the form
// field|start|kind|reason, which the guard's notice writes.
func (v *Visit) withConfirmations(body any) (any, error) {
	given := v.Form().All(ConfirmField)
	if len(given) == 0 || body == nil {
		return body, nil
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	var list []rest.Confirmation
	for _, one := range given {
		if field, start, looks, reason, ok := ui.ParseConfirm(one); ok {
			list = append(list, rest.Confirmation{Field: field, Start: start, Kind: guard.Kind(looks), ReasonCode: reason})
		}
	}
	if fields["confirm"], err = json.Marshal(list); err != nil {
		return nil, err
	}
	return fields, nil
}
