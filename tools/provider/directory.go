package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// directory is who there is: the services that may sign people in here, and the people.
type directory struct {
	Clients []client `json:"clients"`
	Users   []user   `json:"users"`
}

// user is somebody who can sign in by saying who they are.
type user struct {
	User          string         `json:"user"` // what is typed
	Subject       string         `json:"subject"`
	Name          string         `json:"name"`
	Email         string         `json:"email"`
	EmailVerified bool           `json:"email_verified"`
	ACR           string         `json:"acr"`
	Claims        map[string]any `json:"claims"` // such as groups
}

func readDirectory(path string) (directory, error) {
	if path == "" {
		return directory{}, errors.New("name a file with -users")
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return directory{}, err
	}
	return parseDirectory(raw)
}

func parseDirectory(raw []byte) (directory, error) {
	var d directory
	if err := json.Unmarshal(raw, &d); err != nil {
		return d, fmt.Errorf("the file of users: %w", err)
	}
	for _, u := range d.Users {
		if u.User == "" || u.Subject == "" {
			return d, errors.New("the file of users: everybody needs a user and a subject")
		}
	}
	return d, nil
}

func (d directory) byName(name string) (user, bool) {
	for _, u := range d.Users {
		if u.User == name {
			return u, true
		}
	}
	return user{}, false
}

func (d directory) bySubject(subject string) (user, bool) {
	for _, u := range d.Users {
		if u.Subject == subject {
			return u, true
		}
	}
	return user{}, false
}

func (d directory) client(id string) (client, bool) {
	for _, c := range d.Clients {
		if c.ID == id {
			return c, true
		}
	}
	return client{}, false
}
