/** Models that come with Featurescope or are fetched by it. */
export const catalog = {
  'model/bad-catalog':
    'reading the model catalogue {file}: it is missing or damaged; install Featurescope again.',
  'model/unknown-id':
    'choosing the model {id}: the catalogue has no such model and there is no such file; {hint}.',
  'model/not-downloaded':
    'its weights ({megabytes} MB) are not on this disk; choose {id} in the list of models to download it, or, if you have {file}, to use that.',
  'model/missing-file': 'its file {file} is missing; install Featurescope again.',
  'part/catalog-unreadable':
    'its file {file} cannot be read ({why}); check its permissions or install Featurescope again',

  'model/hash-mismatch': '{problem}; {remedy}.',
  'part/other-size':
    'the size of {file} is not the one in the catalogue, so the file is damaged or was exchanged',
  'part/other-checksum':
    'the checksum of {file} is not the one in the catalogue, so the file is damaged or was exchanged',
  'part/sent-other':
    'the checksum of what {host} sent is not the one in the catalogue, so it is damaged or another file',
  'part/install-app-again': 'install Featurescope again',
  'part/fetch-again': 'fetch {id} again from the list of models',
  'part/not-taken': 'it was not taken; try again, or use another copy',

  'doing/downloading': 'downloading {model}',
  'doing/taking': 'taking {file} for {model}',
  'doing/writing-download': 'writing {file}',
  'doing/writing-part': 'writing {file} (what is there already is kept)',
  'part/needs-room': 'it needs {needed}, and {folder} has {free} left',
  'part/not-writable': '{file} cannot be written ({why})',
  'part/byte-count': '{bytes} bytes',
  'part/by-hand': 'try again, or fetch {url} with a browser and give that file instead',

  'model/unreachable': '{problem}; {remedy}.',
  'part/host-unreachable': 'the server {host} cannot be reached: {why}',
  'part/name-unknown': 'its name is unknown, perhaps because there is no network',
  'part/name-not-looked-up': 'its name cannot be looked up, perhaps because there is no network',
  'part/no-network': 'there is no network',
  'part/no-way': 'there is no way to it',
  'part/refuses': 'it refuses connections',
  'part/no-answer': 'it does not answer',
  'part/check-network': 'check the network, then {byHand}',
  'part/host-unproven': 'the server {host} cannot prove who it is ({why})',
  'part/check-clock':
    'check the clock and the network, and do not go on where a stranger may be listening; where the network of a company or school opens what is encrypted, name the file of its certificate in NODE_EXTRA_CA_CERTS',
  'part/proxy-in-the-way': 'the server {host} cannot be reached through the proxy {proxy}: {why}',
  'part/proxy-answered': 'the proxy answered {status}',
  'part/check-proxy': 'check HTTPS_PROXY, or name the server in NO_PROXY; or {byHand}',
  'part/bad-proxy': '{variable} holds no address of a proxy',
  'part/fix-proxy': 'set {variable} to an address such as http://proxy:3128, or take it away',
  'part/bad-certificates': 'the certificates of {variable} cannot be read from {file}: {why}',
  'part/fix-certificates': 'set {variable} to a PEM file, or take it away',
  'model/refused': 'the server {host} answered {status}; {byHand}.',
  'model/bad-redirect': '{problem}; {remedy}.',
  'part/sent-elsewhere': 'the server {host} sends us to {place}, which is not {protocol}//',
  'part/nowhere': 'nowhere',
  'part/somebody-between': 'somebody may be in the way: check the network',
  'part/sent-around': 'the server {host} sends us from place to place, more than {count} times',
  'model/wrong-length': '{problem}; {remedy}.',
  'part/sends-other-length': 'the server {host} sends {found}, but the file has {wanted}',
  'part/more-than': 'more than {most}',
  'part/packed-bytes': 'packed bytes',
  'part/another-file': 'this is another file, or a page of the network in between; {byHand}',
  'part/has-other-length': 'it has {found}, but the file has {wanted}',
  'part/no-file': 'it is not a file',
  'part/as-published': 'give {file} as it was published',
  'model/cut':
    'the connection to {host} broke several times ({why}); {kept} of {whole} are kept and need not be sent again: {byHand}.',
  'part/silence': 'nothing came for {seconds} seconds',
  'part/server-answered': 'the server answered {status}',
  'part/empty-answer': 'the answer is empty',
  'part/ended-early': 'the connection ended early',
  'model/bad-address': '{problem}; give a file or an address that begins with https://.',
  'part/no-address': 'the catalogue has no address for it',
  'part/not-https': 'models are only fetched over https, not from {from}',
  'model/busy': 'another window or command is fetching it already; wait until that is done.',
  'part/cannot-be-found': 'it cannot be found ({why}); check the path',
  'part/nothing-left': 'nothing was left behind',
  'part/part-kept': '{kept} of {whole} are kept, and the next download goes on from there',
} as const;
