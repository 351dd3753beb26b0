package dev.quoin.database;

/// The tables of one module: a schema of PostgreSQL that the module has for itself, and the migrations that make it.
///
/// @param name the schema's name, which is the module's
/// @param migrations where on the class path its `V1__….sql` lie
public record Schema(String name, String migrations) {}
