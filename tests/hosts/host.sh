# Process 1 of a host, in namespaces of its own: makes its own disk out of the machine's programs, then serves ssh.
# host.sh DIRECTORY: `disk` in it is what this host has and the machine has not; it outlives the host.
set -euo pipefail
cd "$1"
disk=$PWD/disk root=$PWD/root
mount --make-rprivate /

# What is read comes from the machine, what is written goes to the host's disk. All else (/root, /home, the checkout that
# runs the tests) is not there at all: a host has what was brought to it.
for part in usr etc var; do
    mkdir -p "$root/$part" "$disk/$part" "$disk/.work/$part"
    mount -t overlay host -o "lowerdir=/$part,upperdir=$disk/$part,workdir=$disk/.work/$part" "$root/$part"
done
for part in opt root srv home; do
    mkdir -p "$root/$part" "$disk/$part"
    mount --bind "$disk/$part" "$root/$part"
done
for link in bin sbin lib lib32 lib64 libx32; do
    test ! -L "/$link" || ln -sfn "$(readlink "/$link")" "$root/$link"
done
mkdir -p "$root"/{proc,sys,dev,run,tmp}
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mkdir "$root/run/sshd"

# Bash waits for whatever is left behind by its parent, as a process 1 has to.
exec chroot "$root" bash -c 'cd /; /usr/sbin/sshd -D -e -f /etc/ssh/host.conf & wait $!'
