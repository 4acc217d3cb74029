package protocol_test

import (
	"testing"

	"beside.example/protocol"
)

func detailsRequestGolden() golden { return golden{protocol.DetailsRequest{}, ""} }

func TestDetailsRequest(t *testing.T) {
	check(t, detailsRequestGolden(), protocol.ParseDetailsRequest)
}
