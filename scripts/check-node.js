// Plain JavaScript on purpose: it must run, and explain itself, on the very Node versions that it rejects.
const required = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < required) {
  console.error(
    `Tenantry runs on Node ${required}; this is Node ${process.versions.node} (${process.execPath}).\n` +
      `Node ${required} is one of the development dependencies: run "npm ci" and start again with "npm start" or "npm test",\n` +
      'which use it. If npm was told to skip install scripts, allow the one of the package "node":\n' +
      '  npm ci --ignore-scripts=false',
  );
  process.exit(1);
}
