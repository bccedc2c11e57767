/**
 * snnTorch's third tutorial, a feedforward spiking network, and then the same on real digits.
 * Run it with `npm start`, see its flags with `npm start -- --help`.
 */

import { digits } from './digits.js';
import { readDigits } from './mnist.js';
import { network } from './network.js';
import { oneNeuron } from './neurons.js';
import { readOptions } from './options.js';
import { Report } from './report.js';

// the pictures are made even if nobody reads on what is said
process.stdout.on('error', () => {});

try {
  const options = readOptions(process.argv.slice(2));
  // what cannot be had is said before any work is done
  const mnist = await readDigits(options);
  const report = new Report(options.out);
  await oneNeuron(options, report);
  await network(options, report);
  await digits(options, report, mnist);
  report.finish();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
