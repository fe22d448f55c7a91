import type { Command } from 'commander';
import type { CommandContext } from './context';

/** Runs a command with the context made for it; supplied by the entry. */
export type RunCommand = (work: (context: CommandContext) => Promise<void>) => Promise<void>;

/** Adds a command to the program: its name, description, arguments, options and work. */
export type AddCommand = (program: Command, run: RunCommand) => void;
