// Command localaws runs a local AWS on one port.
package main

func main() {}
