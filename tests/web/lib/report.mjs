// Failing with a list that a person can work through.

/** Fails with all `problems`, the first forty in full. */
export function none(problems, what) {
  if (problems.length === 0) return;
  const shown = problems.slice(0, 40).map((p) => `  ${p}`).join('\n');
  const more = problems.length > 40 ? `\n  … and ${problems.length - 40} more` : '';
  const error = new Error(`${problems.length} × ${what}:\n${shown}${more}`);
  error.stack = error.message; // where the list was counted is of no use to who reads it
  throw error;
}
