// Package testenv gives tests a real PostgreSQL: one server for each test process, one migrated database for each test.
//
// A package that uses it says so in its TestMain, which stops the server and removes its files however the tests end:
//
//	func TestMain(m *testing.M) { testenv.Main(m) }
//
// EVIDENCEDESK_TEST_FOLDER names the folder for the server's data, and EVIDENCEDESK_TEST_DATABASE_URL a server to use instead;
// its user must be allowed to create databases and roles.
package testenv
