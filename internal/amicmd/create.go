package amicmd

import (
	"context"
	"errors"
	"fmt"

	"github.com/sirupsen/logrus"

	"github.com/amikit/amikit/ami"
	"github.com/amikit/amikit/internal/awsconfig"
	"github.com/amikit/amikit/internal/option"
	"github.com/amikit/amikit/internal/step"
)

// target is the name of the build target whose step `ami create` is.
const target = "aws-cloud-image"

// Request is what `ami create` was asked for.
type Request struct {
	// Path is a raw disk, or a folder that holds one.
	Path string
	// Flag returns what a setting's flag was given; empty for nothing.
	Flag func(setting string) string
	// Form is how the result is written.
	Form Form
	// DryRun stops behind the checks and writes the plan.
	DryRun bool
}

// Create makes the image of the disk, or of the one raw disk in a folder, and
// writes the result in the given form. In a build's step it also leaves the
// result's files, or the error's, in the step's folder.
func Create(ctx context.Context, e Environment, q Request) error {
	made, err := e.create(ctx, q)
	if errors.Is(err, context.Canceled) {
		err = fmt.Errorf("stopped: %w; run again to go on, what is done is found again", err)
	}
	if out := e.Getenv(step.OutEnv); out != "" && (made.result != nil || err != nil) {
		err = leave(out, made.result, err)
	}
	if err != nil {
		return err
	}
	if q.DryRun {
		return q.Form.writePlan(e.Stdout, made.plan)
	}
	return q.Form.write(e.Stdout, made.result)
}

// outcome is the plan of a dry run, or the result of another.
type outcome struct {
	plan   *ami.Plan
	result *ami.Result
}

func (e Environment) create(ctx context.Context, q Request) (outcome, error) {
	values, err := e.settings(q.Flag)
	if err != nil {
		return outcome{}, err
	}
	log, err := e.logger(values)
	if err != nil {
		return outcome{}, err
	}
	settings := e.awsSettings(values, log)
	options, err := optionsFrom(values, e)
	if err := problems(err, options.Validate(), settings.Validate()); err != nil {
		return outcome{}, err
	}
	options.Reporter = newReporter(log)
	return e.publish(ctx, q, options, settings)
}

func (e Environment) publish(ctx context.Context, q Request, options ami.Options, settings awsconfig.Settings) (made outcome, err error) {
	d, err := ami.OpenDisk(ctx, q.Path, e.Getenv(step.TrustEnv) == "true")
	if err != nil {
		return outcome{}, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	cfg, err := awsconfig.Load(ctx, settings)
	if err != nil {
		return outcome{}, err
	}
	options.Services = ami.Connect(cfg, ami.Endpoints{
		S3:  settings.Endpoints[option.EndpointURLS3],
		EC2: settings.Endpoints[option.EndpointURLEC2],
		EBS: settings.Endpoints[option.EndpointURLEBS],
		STS: settings.Endpoints[option.EndpointURLSTS],
	})
	if q.DryRun {
		made.plan, err = ami.Preview(ctx, d.Disk, options)
	} else {
		made.result, err = ami.Create(ctx, d.Disk, options)
	}
	return made, err
}

// awsSettings adds the log: the warnings now, each call at the level debug.
func (e Environment) awsSettings(values option.Values, log *logrus.Logger) awsconfig.Settings {
	settings := awsconfig.FromEnvironment(values, e.Getenv, e.Secrets)
	for _, warning := range settings.Warnings() {
		log.Warn(warning)
	}
	if log.IsLevelEnabled(logrus.DebugLevel) {
		settings.OnCall = func(c awsconfig.Call) {
			log.Debugf("%s %s: %s, request %s, %s", c.Service, c.Operation, or(c.Code, "ok"), or(c.RequestID, "unknown"), c.Duration.Round(1e6))
		}
	}
	return settings
}

// problems puts all errors into one on one line; several mean several mistakes of
// the user's, which are all told at once.
func problems(errs ...error) error {
	var all ami.Problems
	for _, err := range errs {
		var several interface{ Unwrap() []error }
		switch {
		case err == nil:
		case errors.As(err, &several):
			all = append(all, several.Unwrap()...)
		default:
			all = append(all, err)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return fmt.Errorf("%w", all)
}

func or(value, fallback string) string {
	if value != "" {
		return value
	}
	return fallback
}
