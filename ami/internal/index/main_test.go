package index_test

import (
	"os"
	"testing"

	"github.com/amikit/amikit/internal/awstest"
)

func TestMain(m *testing.M) { os.Exit(awstest.Main(m)) }
