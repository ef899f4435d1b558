/**
 * Before each file of tests: takes away what could change what they see. That is what whoever runs them has git do, such
 * as signing; the repository that a hook of git runs for; and the job on GitHub that they run in.
 */
for (const name of Object.keys(process.env)) {
  if (/^(GIT|GITHUB|ACTIONS|RUNNER|INPUT)_/.test(name)) delete process.env[name];
}
Object.assign(process.env, { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' });
