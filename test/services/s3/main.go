// The S3 server of the tests: versitygw over a folder. Its own command brings all its backends along, which take
// longer to compile than the rest.
//
//	s3 FOLDER METADATA ADDRESS, with ROOT_ACCESS_KEY and ROOT_SECRET_KEY in the environment
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/embedgw"
)

func main() {
	folder, metadata, address := os.Args[1], os.Args[2], os.Args[3]
	// Not every file system that a temporary folder may be on has extended attributes.
	sidecar, err := meta.NewSideCar(metadata)
	if err != nil {
		log.Fatal(err)
	}
	backend, err := posix.New(folder, sidecar, posix.PosixOpts{SideCarDir: metadata})
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	err = embedgw.RunVersityGW(ctx, backend, &embedgw.Config{
		RootUserAccess: os.Getenv("ROOT_ACCESS_KEY"),
		RootUserSecret: os.Getenv("ROOT_SECRET_KEY"),
		Ports:          []string{address},
		Region:         "us-east-1",
		// As its own command has them.
		MaxConnections:    250000,
		MaxRequests:       100000,
		MultipartMaxParts: 10000,
	})
	if err != nil {
		log.Fatal(err)
	}
}
