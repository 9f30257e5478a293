// Package activities holds the side effects of the process: what workflows ask for and what touches a database or a mail
// server. Each is a method of a small struct whose dependencies are interfaces declared here.
//
// Workflows know only the names of the methods. An error leaves an activity as a code without any detail of the
// database, because what an activity returns is kept in the workflow's history.
package activities
