# Perl's AnyEvent::WebSocket::Client.
use strict;
use warnings;
use feature 'say';
use AnyEvent;
use AnyEvent::WebSocket::Client;
use JSON::PP qw(decode_json);

$| = 1;
my ($url, $fields, $texts) = ($ARGV[0], decode_json($ARGV[1]), decode_json($ARGV[2]));
my ($ended, $is_open, @seen, $connection) = (AnyEvent->condvar, 0);
AnyEvent::WebSocket::Client->new(http_headers => $fields)->connect($url)->cb(
  sub {
    $connection = eval { shift->recv };
    if (!$connection) {
      say "end ", $@ =~ s/ at \/.*//sr;
      return $ended->send;
    }
    $connection->on(
      each_message => sub {
        return $connection->send(shift @$texts) if @$texts;
        return if $is_open++;
        say "open";
        () = <STDIN>;
      }
    );
    $connection->on(parse_error => sub { push @seen, "parse_error " . $_[1] =~ s/ at \/.*//sr });
    $connection->on(
      finish => sub {
        my ($connection) = @_;
        say join ' ', "end", @seen, "finish", grep {defined} $connection->close_code, $connection->close_reason;
        $ended->send;
      }
    );
    $connection->send(shift @$texts);
  }
);
$ended->recv;
