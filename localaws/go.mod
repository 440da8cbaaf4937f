module github.com/amikit/amikit/localaws

go 1.26
