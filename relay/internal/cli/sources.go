package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/spf13/pflag"

	"beside.example/internal/product"
)

// configFlag names the file with settings.
const configFlag = "config"

// variable returns the environment variable of a flag: BESIDE_TLS_CERT for tls-cert.
func variable(flag string) string {
	return strings.ToUpper(product.Name + "_" + strings.ReplaceAll(flag, "-", "_"))
}

// applySources sets every flag that the command line left alone from the environment or, failing that, from the file.
func applySources(flags *pflag.FlagSet) error {
	file := flags.Lookup(configFlag)
	if value, ok := os.LookupEnv(variable(configFlag)); ok && !file.Changed {
		if err := file.Value.Set(value); err != nil {
			return fmt.Errorf("%s: %w", variable(configFlag), err)
		}
	}
	fromFile, err := readFile(file.Value.String())
	if err != nil {
		return err
	}
	var problems []error
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Name == configFlag {
			return
		}
		line, inFile := fromFile[f.Name]
		delete(fromFile, f.Name)
		if f.Changed {
			return
		}
		if value, ok := os.LookupEnv(variable(f.Name)); ok {
			if err := flags.Set(f.Name, value); err != nil {
				problems = append(problems, fmt.Errorf("environment variable %s: %w", variable(f.Name), bare(err)))
			}
		} else if inFile {
			if err := flags.Set(f.Name, line.value); err != nil {
				problems = append(problems, fmt.Errorf("%s: %w", line.place, bare(err)))
			}
		}
	})
	for key, line := range fromFile {
		problems = append(problems, fmt.Errorf("%s: there is no setting %q; %s --help lists them", line.place, key, product.RelayBinary))
	}
	return errors.Join(problems...)
}

// bare takes away what pflag writes around an error about a value, since the value's source says it better.
func bare(err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		return fmt.Errorf("%q does not suit %s: %w", invalid.GetValue(), invalid.GetFlag().Name, errors.Unwrap(invalid))
	}
	return err
}

// fileSetting is one line of the file.
type fileSetting struct{ value, place string }

// readFile reads a flat TOML file; an empty name has no settings.
func readFile(name string) (map[string]fileSetting, error) {
	if name == "" {
		return nil, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the settings: %w", err)
	}
	var raw map[string]any
	if err := toml.Unmarshal(data, &raw); err != nil {
		var parse toml.ParseError
		if errors.As(err, &parse) {
			return nil, fmt.Errorf("%s:%d: %s", name, parse.Position.Line, parse.Message)
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	settings := map[string]fileSetting{}
	for key, value := range raw {
		place := fmt.Sprintf("%s:%d", name, lineOf(string(data), key))
		text, err := flagText(value)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", place, key, err)
		}
		settings[key] = fileSetting{text, place}
	}
	return settings, nil
}

// flagText writes a TOML value as the command line would have it; a list becomes its elements with commas.
func flagText(value any) (string, error) {
	switch v := value.(type) {
	case string, int64, float64, bool:
		return fmt.Sprint(v), nil
	case []any:
		var parts []string
		for _, element := range v {
			text, err := flagText(element)
			if err != nil {
				return "", err
			}
			parts = append(parts, text)
		}
		return strings.Join(parts, ","), nil
	}
	return "", errors.New("write a text, a number, true or false, or a list of them")
}

// lineOf returns the line that sets a key of the file, or starts a table of that name.
func lineOf(data, key string) int {
	for i, line := range strings.Split(data, "\n") {
		name, _, _ := strings.Cut(strings.TrimSpace(line), "=")
		if strings.Trim(strings.TrimSpace(name), `"'[]`) == key {
			return i + 1
		}
	}
	return 1
}
