package ami

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"testing"
)

// schema is what docs/*.schema.json use of JSON Schema.
type schema struct {
	Type                 string            `json:"type"`
	Required             []string          `json:"required"`
	Properties           map[string]schema `json:"properties"`
	PatternProperties    map[string]schema `json:"patternProperties"`
	AdditionalProperties *bool             `json:"additionalProperties"`
	Items                *schema           `json:"items"`
	Enum                 []string          `json:"enum"`
	Pattern              string            `json:"pattern"`
	Minimum              *float64          `json:"minimum"`
}

// check returns what is wrong with the value.
func (s schema) check(at string, value any) (wrong []string) {
	switch v := value.(type) {
	case map[string]any:
		return s.checkObject(at, v)
	case []any:
		for i, item := range v {
			wrong = append(wrong, s.Items.check(fmt.Sprintf("%s[%d]", at, i), item)...)
		}
	case string:
		if s.Type != "string" || s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(v) || s.Enum != nil && !slices.Contains(s.Enum, v) {
			wrong = append(wrong, fmt.Sprintf("%s is %q", at, v))
		}
	case float64:
		whole := v == float64(int64(v))
		if s.Type != "number" && !(s.Type == "integer" && whole) || s.Minimum != nil && v < *s.Minimum {
			wrong = append(wrong, fmt.Sprintf("%s is %v", at, v))
		}
	case bool:
		if s.Type != "boolean" {
			wrong = append(wrong, fmt.Sprintf("%s is %v", at, v))
		}
	default:
		wrong = append(wrong, fmt.Sprintf("%s is a %T", at, v))
	}
	return wrong
}

func (s schema) checkObject(at string, object map[string]any) (wrong []string) {
	for _, name := range s.Required {
		if _, ok := object[name]; !ok {
			wrong = append(wrong, at+" lacks "+name)
		}
	}
	for name, value := range object {
		property, known := s.property(name)
		if !known {
			wrong = append(wrong, at+" has the unknown "+name)
			continue
		}
		wrong = append(wrong, property.check(at+"."+name, value)...)
	}
	return wrong
}

// property finds what is said of a member, by its name or by a pattern.
func (s schema) property(name string) (schema, bool) {
	if p, ok := s.Properties[name]; ok {
		return p, true
	}
	for pattern, p := range s.PatternProperties {
		if regexp.MustCompile(pattern).MatchString(name) {
			return p, true
		}
	}
	return schema{}, false
}

func readSchema(t *testing.T, name string) schema {
	t.Helper()
	text, err := os.ReadFile("../docs/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var s schema
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func asJSON(t *testing.T, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var parsed any
	if err := json.Unmarshal(text, &parsed); err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestAResultIsAsItsSchemaSays(t *testing.T) {
	w := newWorld(t)
	for name, r := range map[string]*Result{"made": w.create(w.disk(1, mib)), "found": w.create(w.disk(1, mib)),
		"of other settings": w.create(w.disk(1, mib), func(o *Options) {
			o.Name += " of another kind"
			o.Registration = Registration{Root: Volume{Size: 4, IOPS: 3000, Throughput: 125}, Volumes: []Volume{{Device: "/dev/sdf", Size: 1}}, Tags: map[string]string{"team": ""}}
		}),
	} {
		for _, wrong := range readSchema(t, "ami.schema.json").check(name, asJSON(t, r)) {
			t.Error(wrong)
		}
	}
}

func TestTheSchemaRefusesWhatIsNoResult(t *testing.T) {
	wrong := readSchema(t, "ami.schema.json").check("empty", asJSON(t, &Result{Reused: []string{"luck"}}))
	if len(wrong) < 5 {
		t.Fatalf("only this is wrong with an empty result: %q", wrong)
	}
}
