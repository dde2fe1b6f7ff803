"""People, posts and the running of tasks, for tests and benchmarks."""
