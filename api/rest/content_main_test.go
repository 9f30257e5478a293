package rest_test

import (
	"testing"

	"evidencedesk/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }
