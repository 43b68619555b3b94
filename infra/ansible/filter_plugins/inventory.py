"""What follows from the inventory for the whole fleet, and what is wrong with it."""

import collections
import pathlib
import re


MOST_INSTANCES = 16
ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
# What follows from the groups, for each instance or for all.
GIVEN = {"TCHATTER_LISTEN", "TCHATTER_ADMIN_LISTEN", "TCHATTER_INSTANCE", "TCHATTER_PUBLIC", "TCHATTER_REDIS_URL", "TCHATTER_TRUSTED_PROXIES"}
GIVEN_BALANCER = re.compile(r"BALANCER_(CERTIFICATE|SOCKET|INSTANCE_\d+)")
# Both files that settings go to would read these otherwise than they stand.
UNQUOTABLE = re.compile(r"""[\n\r"'\\$`]""")


def members(groups, name):
    return list(groups.get(name, []))


def address(facts):
    """Where other hosts reach a host."""
    return str(facts.get("tchatter_address") or facts.get("ansible_host") or facts["inventory_hostname"])


def addresses(hosts, hostvars):
    return [address(hostvars[host]) for host in hosts]


def instances(groups, hostvars):
    """Each instance, in the order in which the balancers number them."""
    found = []
    for host in members(groups, "instances"):
        for port in hostvars[host].get("tchatter_ports", [8081]):
            found.append({"host": host, "port": port, "address": f"{address(hostvars[host])}:{port}"})
    return found


def store_url(stores, password, primary):
    """What the instances are told of the store: user and password hold for the sentinels as well."""
    sentinels = ",".join(f"{store}:26379" for store in stores)
    return f"redis+sentinel://:{password}@{sentinels}/{primary}"


def most_told(lines, otherwise):
    """The address that most sentinels tell, one a line."""
    told = collections.Counter(line for line in lines if ADDRESS.fullmatch(line))
    return told.most_common(1)[0][0] if told else otherwise


# -- faults -----------------------------------------------------------------------------------------------------------


def group_faults(groups, hostvars):
    for name, what in (("stores", "a store"), ("instances", "an instance"), ("balancers", "a balancer")):
        if not members(groups, name):
            yield f"the group {name} is empty: a fleet has {what}"
    count = len(members(groups, "stores"))
    if count and count % 2 == 0:
        yield f"there are {count} stores, and as many sentinels, of which half could not outvote the other: take {count - 1} or {count + 1}"
    for host in sorted(set(members(groups, "instances")) & set(members(groups, "retired"))):
        yield f"{host} is both in instances and in retired"
    for host in sorted({host for name in ("stores", "instances", "balancers") for host in members(groups, name)}):
        if not ADDRESS.fullmatch(address(hostvars[host])):
            yield f"{host} has no IPv4 address for other hosts, but '{address(hostvars[host])}': say tchatter_address"


def instance_faults(groups, hostvars):
    found = instances(groups, hostvars)
    for instance in found:
        if not re.fullmatch(r"[1-9]\d{3}", str(instance["port"])):
            yield f"{instance['host']} has an instance at port {instance['port']}: it takes four digits, as operators' port has a 1 before it"
    for place, count in collections.Counter(instance["address"] for instance in found).items():
        if count > 1:
            hosts = [instance["host"] for instance in found if instance["address"] == place]
            yield f"the instance {place} is there {count} times: at {', '.join(hosts)}"
    if len(found) > MOST_INSTANCES:
        yield f"there are {len(found)} instances, and the balancer takes {MOST_INSTANCES}"


def setting_faults(kind, settings, known, given):
    for name, value in settings.items():
        if given(name):
            yield f"{name} in {kind} follows from the inventory's groups and files: leave it out"
        elif name not in known:
            yield f"there is no setting {name}, which {kind} has"
        elif UNQUOTABLE.search(str(value)):
            yield f"{name} in {kind} has a quote, a backslash, a dollar or a line's end in its value"


def certificate_faults(certificate, key):
    """What is in the files is looked at once they can be read: filter_plugins/certificate.py."""
    if key and not certificate:
        yield "balancer_key is the key of a certificate, and there is no balancer_certificate"
    for what, file in (("certificate", certificate), ("key", key)):
        try:
            if file:
                pathlib.Path(file).read_text()
        except (OSError, UnicodeDecodeError) as problem:
            yield f"the {what} {file} can't be read: {getattr(problem, 'strerror', None) or 'it is no PEM file'}"


def inventory_faults(groups, hostvars, package, own):
    """One line for each mistake. `own` is what this host (the controller) sees of the variables that hold for all."""
    faults = [*group_faults(groups, hostvars), *instance_faults(groups, hostvars)]
    if package["fault"]:
        faults.append(package["fault"])
    else:
        faults += setting_faults("tchatter_settings", own["settings"], package["settings"], GIVEN.__contains__)
    known = set(re.findall(r"BALANCER_[A-Z_]*[A-Z]", own["balancer"]))
    faults += setting_faults("balancer_settings", own["balancer_settings"], known, GIVEN_BALANCER.fullmatch)
    faults += certificate_faults(own["certificate"], own["key"])
    if not re.fullmatch(r"[0-9A-Za-z]{16,128}", own["password"]):
        faults.append("store_password has to be 16 to 128 letters and digits: openssl rand -hex 32 makes one")
    return faults


class FilterModule:
    def filters(self):
        return {"addresses": addresses, "instances": instances, "store_url": store_url, "most_told": most_told, "inventory_faults": inventory_faults}
