.PHONY: run test check bench bench-text soak codegen

run:
	@cargo xtask run

test:
	@cargo xtask ci

check:
	@cargo xtask check

bench:
	@cargo xtask bench

bench-text:
	@cargo xtask bench-text

soak:
	@cargo xtask soak

codegen:
	@cargo xtask codegen
