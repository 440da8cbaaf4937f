package option

import "strings"

// Values are the settings of one build by name. An empty value means unset.
type Values map[string]string

// Get returns the value of the named setting, or its default.
func (v Values) Get(name string) string {
	if value := v[name]; value != "" {
		return value
	}
	o, _ := ByName(name)
	return o.Default
}

// Given reports whether the named setting has a value of its own.
func (v Values) Given(name string) bool { return v[name] != "" }

// Bool reports whether the named setting is on: "true", "1", "yes" or "on".
func (v Values) Bool(name string) bool {
	switch strings.ToLower(v.Get(name)) {
	case "true", "1", "yes", "on":
		return true
	}
	return false
}

// Environ returns the given settings of one step as NAME=value, in the table's order.
func (v Values) Environ(step Step) []string {
	var env []string
	for _, o := range Of(step) {
		if v.Given(o.Name) {
			env = append(env, o.Name+"="+v[o.Name])
		}
	}
	return env
}

// Resolve builds the settings from sources in falling precedence: each is asked
// in turn for a name, and the first non-empty answer counts.
func Resolve(sources ...func(name string) string) Values {
	values := Values{}
	for _, o := range Table() {
		for _, source := range sources {
			if value := source(o.Name); value != "" {
				values[o.Name] = value
				break
			}
		}
	}
	return values
}
