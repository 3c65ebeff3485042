.PHONY: run test check bench soak codegen

run:
	@cargo xtask run

test:
	@cargo xtask ci

check:
	@cargo xtask check

bench:
	@cargo xtask bench

soak:
	@cargo xtask soak

codegen:
	@cargo xtask codegen
