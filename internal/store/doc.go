// Package store keeps everything in a database and is the only importer of
// GORM. Rows are private and mapped to the domain at this edge.
//
// A unit of work is a function over a *Tx: it sees one fixed now, and either all
// it wrote is kept or nothing. What decides (claims, idempotent inserts,
// summaries) is SQL text beside its method; plain rows go through GORM.
package store
