package imports

import (
	"errors"
	"testing"
)

func TestATokenFindsItsEarlierTask(t *testing.T) {
	all := []Task{{ID: "one", Owner: "me", Token: "t", Request: "r"}, {ID: "two", Owner: "me"}}
	tests := map[string]struct {
		task  Task
		found string
		err   error
	}{
		"the same request": {Task{Owner: "me", Token: "t", Request: "r"}, "one", nil},
		"another request":  {Task{Owner: "me", Token: "t", Request: "s"}, "one", ErrOtherRequest},
		"another token":    {Task{Owner: "me", Token: "u", Request: "r"}, "", nil},
		"another account":  {Task{Owner: "them", Token: "t", Request: "r"}, "", nil},
		"no token":         {Task{Owner: "me"}, "", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			earlier, _, err := test.task.Earlier(all)
			if earlier.ID != test.found || !errors.Is(err, test.err) {
				t.Errorf("found %q, %v", earlier.ID, err)
			}
		})
	}
}
