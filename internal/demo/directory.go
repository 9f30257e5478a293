package demo

import "context"

// listed is a record of the directory: a library of the demonstration or one that does not use the service. All are made up.
type listed struct {
	Keeper string `json:"keeper"`
	Own    bool   `json:"own"`
	Record body   `json:"record"`
}

func (t *telling) directory(ctx context.Context) error {
	var list []listed
	if err := read("directory.json", &list); err != nil {
		return err
	}
	for i, one := range list {
		if one.Own {
			one.Record["library"] = LibraryID(one.Keeper)
		}
		if err := t.add(ctx, one.Keeper, "directory", numbered("directory", i), one.Record, nil); err != nil {
			return err
		}
	}
	return nil
}
