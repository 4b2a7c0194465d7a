/** Imports go one way: docs/design.md. A layer may import itself and those before it. */
const LAYERS = [
  ['base'],
  ['source'],
  ['partition'],
  ['digest'],
  ['split'],
  ['version'],
  ['scan'],
  ['catalog', 'store', 'output'],
  ['archive'],
  ['read'],
  ['keep'],
  ['snapshot', 'export', 'git'],
  ['cli'],
  ['main'],
];

/** Layers before "catalog" are pure: no Node module but crypto, and no packages beyond these. */
const PURE = LAYERS.slice(0, 7).flat();
const PURE_PACKAGES = ['canonicalize', 'zod', 'fastest-levenshtein'];

const later = (index) => LAYERS.slice(index + 1).flat();
const siblings = (layer, name) => layer.filter((other) => other !== name);

const oneWay = LAYERS.flatMap((layer, index) =>
  layer.flatMap((name) => {
    const forbidden = [...later(index), ...siblings(layer, name)];
    if (forbidden.length === 0) return [];
    return [
      {
        name: `${name}-imports-one-way`,
        severity: 'error',
        from: { path: `^src/${name}/` },
        to: { path: `^(src/(${forbidden.join('|')})|connectors|jobs|demo|bench|test)/` },
      },
    ];
  }),
);

module.exports = {
  forbidden: [
    ...oneWay,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'connectors-know-source-and-base',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/' },
      to: { path: '^(src|connectors|jobs|demo|bench)/', pathNot: '^(src/(source|base)/|connectors/$1/|connectors/[^/]+\\.ts$)' },
    },
    {
      name: 'raw-sql-in-dialects-only',
      severity: 'error',
      from: { pathNot: '^connectors/' },
      to: { path: '^src/source/raw-sql\\.ts$' },
    },
    {
      name: 'main-alone-names-connectors',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/' },
      to: { path: '^connectors/' },
    },
    {
      name: 'pure-layers-no-node-modules',
      severity: 'error',
      from: { path: `^src/(${PURE.join('|')})/` },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'pure-layers-few-packages',
      severity: 'error',
      from: { path: `^src/(${PURE.join('|')})/` },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg'], pathNot: `node_modules/(${PURE_PACKAGES.join('|')})/` },
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
