import { describe, expect, it } from '@jest/globals';
import { Linear, leaky, linear, network, toMermaid } from 'rxsnn';

describe('toMermaid', () => {
  it('draws nodes, frames around networks, and delayed edges', () => {
    const lif = leaky({ beta: 0.9 });
    const fc = linear(Linear.init(2, 2));
    const sub = network({
      nodes: { lif, rec: fc },
      edges: [
        ['input', 'lif', 'output'],
        ['lif', 'rec', 'lif'],
      ],
    });
    const net = network({
      nodes: { fc, '"sub"': sub },
      edges: [['input', 'fc', '"sub"', 'output'], { from: 'input', to: '"sub"', delay: 3 }],
    });
    expect(`\n${toMermaid(net)}`).toBe(`
flowchart LR
  n0(["input"])
  n1["fc<br><small>linear</small>"]
  subgraph n2["#34;sub#34;"]
    n3["lif<br><small>leaky</small>"]
    n4["rec<br><small>linear</small>"]
  end
  n5(["output"])
  n0 --> n1
  n1 --> n3
  n0 -. 3 steps .-> n3
  n4 -. 1 step .-> n3
  n3 --> n4
  n3 --> n5`);
  });
});
