import { afterEach, beforeEach, expect, test } from "vitest";
import { AppError } from "../../core/app-error.ts";
import type { MixtureEvent } from "../../core/mixture-event.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { openLedger } from "../../ledger/open.ts";
import { smallPolicy } from "../small-policy-testing.ts";
import { openSteering } from "../steering/open-steering.ts";
import { createFollower, type Follower } from "./follower.ts";
import type { Report } from "./messages.ts";

const EXPERTS = ["big", "small"];
const MIXTURE = "auto";

let ledger: Ledger;
let ids: number;
beforeEach(async () => {
  ledger = await openLedger({ location: ":memory:" });
  ids = 0;
});
afterEach(() => ledger.close());

const newId = (prefix: string): string => `${prefix}_${String(ids++).padStart(4, "0")}`;

/** A server on this ledger; several of them share it. */
function server(hiccup: () => boolean = () => false): { follower: Follower; role: () => string } {
  const objective = { type: "match", toleranceShare: 0.01, confidence: 0.95 } as const;
  const { steering, policy } = openSteering({
    name: MIXTURE,
    experts: EXPERTS,
    objective,
    reference: "big",
    mode: "route",
    exploreShare: 0,
    exploreUsdPerDay: 0,
    nowUs: () => 1_000,
  });
  const mode = "route" as const;
  const mixture = { name: MIXTURE, experts: EXPERTS, policy, mode, callsMax: 1, steering, shadow: null };
  const shaky: Ledger = {
    ...ledger,
    findPolicy: (...asked) =>
      hiccup()
        ? Promise.reject(new AppError("ledger_unavailable", "disk asleep"))
        : ledger.findPolicy(...asked),
  };
  const follower = createFollower({
    ledger: shaky,
    named: new Map([[MIXTURE, mixture]]),
    definitions: new Map(),
    probeAgain: () => undefined,
    nowUs: () => 1_000,
    newId,
    log: () => undefined,
  });
  return { follower, role: () => steering.serving().role };
}

async function store(body: string): Promise<void> {
  const { digest } = smallPolicy(EXPERTS);
  await ledger.savePolicy({ mixture: MIXTURE, digest, atUs: 1, origin: "learner", body });
}

async function append(kind: MixtureEvent["kind"]): Promise<string> {
  const id = newId("evt");
  const about = { policyVersion: "1", certificate: null, expert: null, by: "key_admin", reason: "by hand" };
  await ledger.appendEvent({ ...about, id, atUs: 1_000, mixture: MIXTURE, kind });
  return id;
}

const PROMOTE: Report = { type: "promote", version: "1", certificate: "cert_1", reason: "proven" };

async function kinds(): Promise<readonly string[]> {
  return (await ledger.events({ mixture: MIXTURE, limit: 10 })).map(({ kind }) => kind).toReversed();
}

test("the learner's word falls when a person has spoken since it was thought of", async () => {
  await store(JSON.stringify(smallPolicy(EXPERTS)));
  const { follower } = server();
  const restsOn = await append("promoted");
  await append("rolled-back");
  await follower.act({ mixture: MIXTURE, reports: [PROMOTE], restsOn });
  expect(await kinds()).toEqual(["promoted", "rolled-back"]);
  const [newest] = await ledger.events({ mixture: MIXTURE, limit: 1 });
  await follower.act({ mixture: MIXTURE, reports: [PROMOTE], restsOn: newest?.id ?? null });
  expect(await kinds()).toEqual(["promoted", "rolled-back", "promoted"]);
});

test("a person's change is not torn apart by the learner's", async () => {
  await store(JSON.stringify(smallPolicy(EXPERTS)));
  const { follower } = server();
  const changed = follower.afterChange(MIXTURE, async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await append("promoted");
  });
  const acted = follower.act({ mixture: MIXTURE, reports: [PROMOTE], restsOn: null });
  await Promise.all([changed, acted]);
  expect(await kinds()).toEqual(["promoted"]);
});

test("what one server writes is obeyed by the others on the same ledger", async () => {
  await store(JSON.stringify(smallPolicy(EXPERTS)));
  const [one, other] = [server(), server()];
  await Promise.all([one.follower.follow(MIXTURE), other.follower.follow(MIXTURE)]);
  await one.follower.afterChange(MIXTURE, () => append("promoted"));
  expect([one.role(), other.role()]).toEqual(["policy", "reference"]);
  expect(await other.follower.catchUp()).toEqual([MIXTURE]);
  expect(other.role()).toBe("policy");
  expect(await other.follower.catchUp()).toEqual([]);
});

test("a ledger that could not be read once is asked again", async () => {
  await store(JSON.stringify(smallPolicy(EXPERTS)));
  await append("promoted");
  let asleep = true;
  const { follower, role } = server(() => asleep);
  await follower.follow(MIXTURE);
  expect(role()).toBe("reference");
  asleep = false;
  await follower.catchUp();
  expect(role()).toBe("policy");
});

test("a stored policy that is damaged does not keep the server from starting", async () => {
  await store("{ half of a pol");
  await append("promoted");
  const { follower, role } = server();
  await follower.follow(MIXTURE);
  expect(role()).toBe("reference");
});
