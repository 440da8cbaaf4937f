// Package blocks writes and reads snapshots by the EBS direct APIs, block by block.
package blocks
